"""Articles, and what is handed out with them."""

from conference.news.models.articles import Article, day_has_begun
from conference.news.models.attached import ArticlePicture, Attachment

__all__ = ["Article", "ArticlePicture", "Attachment", "day_has_begun"]
