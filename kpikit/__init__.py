"""kpikit: chatbot KPIs with one written meaning, for notebooks, reports and board decks."""

__version__ = "0.1.0"
