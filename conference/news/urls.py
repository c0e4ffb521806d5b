"""Addresses of a conference's news, below /<lang>/conferences/<slug>/."""

from django.urls import path

from conference.news import views

app_name = "news"

urlpatterns = [
    path("news/", views.article_list, name="list"),
    path("news/feed.xml", views.feed, name="feed"),
    path("news/<slug:article>/", views.article, name="article"),
]
