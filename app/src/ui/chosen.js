// E10: who is ticked in the directory stays so from one of its pages to the next, in this tab, until something is done with them or
// they are let go of. Ids alone are kept (P06). Without this file each page has its own.
const key = "bonport-chosen"
const form = () => document.querySelector("form[action='/contacts/choisis']")
const boxes = () => [...form().querySelectorAll(".pick input")]
const kept = () => new Set(JSON.parse(sessionStorage.getItem(key) ?? "[]"))
const keep = (ids) => (ids.size ? sessionStorage.setItem(key, JSON.stringify([...ids])) : sessionStorage.removeItem(key))
const away = () => {
  const here = new Set(boxes().map((box) => box.value))
  return [...kept()].filter((id) => !here.has(id))
}

const show = () => {
  const said = form()?.querySelector("[data-away]")
  if (!said) return
  const ids = kept()
  for (const box of boxes()) if (box.checked !== ids.has(box.value)) box.checked = ids.has(box.value)
  const many = away().length
  const text = said.dataset.away.replace("{n}", many)
  if (said.firstChild.textContent !== text) said.firstChild.textContent = text
  said.hidden = !many
}

addEventListener("change", ({ target }) => {
  if (!target.matches?.(".pick input") || !form()?.contains(target)) return
  const ids = kept()
  ids[target.checked ? "add" : "delete"](target.value)
  keep(ids)
  show()
})
addEventListener("click", ({ target }) => {
  if (!target.matches?.("[data-away] button")) return
  keep(new Set())
  show()
})
addEventListener("formdata", (event) => {
  if (event.target !== form()) return
  for (const id of away()) event.formData.append("chosen[]", id)
  keep(new Set())
})
// Ticked before this was here, or given back by the browser.
if (form()) keep(new Set([...kept(), ...boxes().filter((box) => box.checked).map((box) => box.value)]))
show()
new MutationObserver(show).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["value"] })
