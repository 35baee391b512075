"""How answers are said in Chinese; knows no database."""
