// An element with its attributes and what it holds.
const node = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

// What is kept for the next visit; some browsers refuse.
const remembered = (key) => {
  try {
    return JSON.parse(localStorage.getItem(`rnnlib/${key}`));
  } catch {
    return null;
  }
};
const remember = (key, value) => {
  try {
    localStorage.setItem(`rnnlib/${key}`, JSON.stringify(value));
  } catch {
    // then it is forgotten with the page
  }
};
