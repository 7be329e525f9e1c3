"""Which story is this text? Copies, versions, wire copy and address variants, found online in the store."""

from newscrawl.stories.index import Story, StoryIndex
from newscrawl.stories.lookup import Reading, read
from newscrawl.stories.stored import START, Position, tell_stored

__all__ = ["START", "Position", "Reading", "Story", "StoryIndex", "read", "tell_stored"]
