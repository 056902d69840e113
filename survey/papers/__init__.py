"""Papers for the data protection officer and for young people: templates an office may read and adapt."""
