"""Where this installation keeps things and whom it talks to.

Answers, for whoever sets up the office: *what can I change without touching code?* Every field is an
environment variable; none has to be set. What the office says about itself (districts, help lines, questions)
is not here but in `questionnaires/*.yaml`; the secret key itself is read by `survey.vault`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from survey.store.tables import Role

CHECKOUT = Path(__file__).resolve().parent.parent


class SettingsProblem(Exception):
    """A setting that cannot be used, in words for the person who set it."""


class Settings(BaseSettings):
    """Everything read from the environment, parsed once."""

    model_config = SettingsConfigDict(
        env_prefix="SURVEY_", populate_by_name=True, frozen=True, extra="ignore"
    )

    data_dir: Path = Path("data")
    database_url: str = Field(
        default="", validation_alias=AliasChoices("DATABASE_URL", "SURVEY_DATABASE_URL")
    )
    questionnaires_dir: Path = CHECKOUT / "questionnaires"
    public_url: str | None = None  # how phones reach this installation, e.g. https://listening.example.org
    key: SecretStr | None = None  # base64 of 32 bytes; without it a key file is made in `keys_dir`
    example: Literal["whole", "small"] = "whole"  # how much is invented for those who look around
    keys_dir: Path | None = None  # kept apart from the database, so that a copy of one opens nothing

    # How long after a session's end answers sealed on a phone without a signal may still come in.
    late_sends_hours: float = Field(default=72, ge=0, le=31 * 24)

    # How long after a session’s end its paper forms may still be typed in, and the numbers on them are kept.
    paper_hours: float = Field(default=14 * 24, ge=0, le=92 * 24)

    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_sender: str | None = None
    smtp_starttls: bool = True
    alert_recipients: str = ""  # who is told that something waits to be read: addresses, comma between them

    oidc_username_claim: str = "preferred_username"
    oidc_name_claim: str = "name"
    oidc_role_claim: str = "roles"
    oidc_roles: dict[str, Role] = Field(default_factory=dict)  # the identity provider's word -> our role
    oidc_may_make_administrators: bool = False  # else a mapping to administrator is passed over

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        if not value:
            return None
        if not value.startswith(("https://", "http://")):
            raise ValueError("must start with https:// (or http:// for a trial on this machine)")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _fill_in_places(self) -> Self:
        # A frozen model is filled in here once; afterwards every path is absolute, so `cd` changes nothing.
        data_dir = self.data_dir.expanduser().resolve()
        chosen = {
            "data_dir": data_dir,
            "questionnaires_dir": self.questionnaires_dir.expanduser().resolve(),
            "keys_dir": (self.keys_dir or data_dir / "keys").expanduser().resolve(),
            "database_url": self.database_url.strip() or f"sqlite:///{data_dir / 'survey.sqlite3'}",
        }
        for name, value in chosen.items():
            object.__setattr__(self, name, value)
        return self


def read_settings() -> Settings:
    """The settings of this process's environment. Raises `SettingsProblem` naming each variable at fault."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsProblem(
            "\n".join(f"{_variable(problem['loc'])}: {problem['msg']}" for problem in error.errors())
        ) from None


def _variable(place: tuple[int | str, ...]) -> str:
    name = str(place[0]) if place else "settings"
    return name if name.isupper() else f"SURVEY_{name.upper()}"
