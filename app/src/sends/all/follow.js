// Rows that move are shown as they move: the server says that something changed, the page is asked for once more, and of each row what
// differs is put in its place. Where the focus is, nothing is replaced. Without this one loads the page anew.
const list = document.getElementById("sends")
let source, asking = false, again = false
const parts = (row) => row.querySelectorAll(":scope > [data-part]")
const refresh = async () => {
  if (asking || document.hidden) return void (again = true)
  asking = true
  again = false
  const answer = await fetch(location.href).catch(() => null)
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html")
  const fresh = page && page.getElementById("sends")
  for (const row of fresh ? list.children : []) {
    const now = page.getElementById(row.id)
    if (!now) continue
    const [old, next] = [parts(row), parts(now)]
    old.forEach((part, at) => {
      if (part.innerHTML !== next[at].innerHTML && !part.contains(document.activeElement)) part.replaceWith(next[at])
    })
  }
  // Signed out, or nothing moves any more.
  if (answer && (!fresh || !("moving" in fresh.dataset))) source.close()
  setTimeout(() => {
    asking = false
    if (again) refresh()
  }, 500)
}
if ("moving" in list.dataset) {
  source = new EventSource("/envois/direct")
  source.onmessage = refresh
  document.addEventListener("visibilitychange", () => again && refresh())
  // What could not be replaced under the focus.
  list.addEventListener("focusout", () => setTimeout(refresh))
}
