// Builds the contents page: the markup holds none of it.
"use strict";

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text || "";
  return node;
}

function storyCard(story) {
  const card = element("a", "card");
  card.href = story.url;
  card.lang = story.language;
  if (story.image) {
    const image = element("img", "card-image");
    image.src = story.image;
    image.alt = "";
    card.append(image);
  }
  card.append(element("span", "card-rubric", story.section));
  card.append(element("strong", "card-headline", story.headline));
  card.append(element("span", "card-summary", story.summary));
  return card;
}

fetch("/api/list.json")
  .then((response) => response.json())
  .then((list) => document.getElementById("root").replaceChildren(...list.stories.map(storyCard)));
