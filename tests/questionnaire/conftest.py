"""What the tests of the questionnaire share: how much Hypothesis tries, also on slow and busy machines."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "questionnaire", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("questionnaire")
