"""Where answers are kept. Only this room speaks SQL; `tables` says what is stored, `database` how."""
