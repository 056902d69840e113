"""What is asked: the questionnaire, its rules, its files, and whether an answer is one it can have.

Flow: `load` reads YAML into the `model`; `check` says whether it makes sense; `translate` puts it in
another language; `answers` reads what was sent. `rules` decides what is asked; `report` is the whole
folder’s check.
"""

from survey.located import Finding, Severity
from survey.questionnaire.answers import (
    GIVEN,
    AnswerProblem,
    AnswerValue,
    InvalidAnswers,
    ScreenedOut,
    read_form,
    validate_answers,
    without_words,
    words_of,
)
from survey.questionnaire.check import check_questionnaire
from survey.questionnaire.load import QuestionnaireError, load_questionnaire, questionnaire_paths
from survey.questionnaire.missing import Missing
from survey.questionnaire.model import (
    Choice,
    Note,
    Page,
    Question,
    Questionnaire,
    RatingGrid,
    ScreenOut,
    SelectMultiple,
    SelectOne,
    Text,
)
from survey.questionnaire.rules import Answers, Rule, RuleError, evaluate, parse_rule
from survey.questionnaire.translate import translate

__all__ = [
    "GIVEN",
    "AnswerProblem",
    "AnswerValue",
    "Answers",
    "Choice",
    "Finding",
    "InvalidAnswers",
    "Missing",
    "Note",
    "Page",
    "Question",
    "Questionnaire",
    "QuestionnaireError",
    "RatingGrid",
    "Rule",
    "RuleError",
    "ScreenOut",
    "ScreenedOut",
    "SelectMultiple",
    "SelectOne",
    "Severity",
    "Text",
    "check_questionnaire",
    "evaluate",
    "load_questionnaire",
    "parse_rule",
    "questionnaire_paths",
    "read_form",
    "translate",
    "validate_answers",
    "without_words",
    "words_of",
]
