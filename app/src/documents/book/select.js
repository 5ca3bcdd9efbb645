// What is chosen in the invoice book (screens.md §1.2): kept by ids in this tab, so that it stays while one pages and filters, and
// sent along with the boxes that this page shows.
const form = document.getElementById("book")
const [body, refused, again] = [form.querySelector("tbody"), document.getElementById("book-refused"), document.getElementById("book-again")]
const [clear, wholePage] = [document.getElementById("book-clear"), document.getElementById("book-page")]
const most = Number(form.dataset.most)
const [documentOne, documents, clientOne, clients] = form.dataset.words.split("|")
const language = document.documentElement.lang
const plural = new Intl.PluralRules(language)
const rows = [...body.rows]
const boxOf = (row) => row.querySelector("input")
const idOf = (row) => boxOf(row).value
let chosen = new Map() // the document's id → its client's
let anchor = null // the id of the row that a range begins with
let cleared = null
// Batch and document of what was sent lately, the last one last.
const sent = form.dataset.sent.split(" ").filter(Boolean).map((one) => one.split(":").map(Number))
const last = Math.max(0, ...sent.map(([batch]) => batch))

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem("book")) ?? { chosen: [], anchor: null, last }
    chosen = new Map(kept.chosen)
    anchor = kept.anchor
    // What has been sent since it was chosen is done with.
    for (const [batch, id] of sent) if (batch > kept.last) chosen.delete(String(id))
  } catch {}
  keep()
  // Without kept ones, what the browser itself filled in again counts for nothing.
  show()
}

function keep() {
  try {
    sessionStorage.setItem("book", JSON.stringify({ chosen: [...chosen], anchor, last }))
  } catch {}
}

const counted = (n, one, other) => `${n.toLocaleString(language)}\u00a0${plural.select(n) === "one" ? one : other}`

function show() {
  for (const row of rows) boxOf(row).checked = chosen.has(idOf(row))
  const here = rows.filter((row) => boxOf(row).checked).length
  wholePage.checked = here === rows.length
  wholePage.indeterminate = here > 0 && here < rows.length
  const count = `${counted(chosen.size, documentOne, documents)} · ${counted(new Set(chosen.values()).size, clientOne, clients)}`
  document.getElementById("book-count").textContent = count
  form.toggleAttribute("data-some", chosen.size > 0)
  form.toggleAttribute("data-cleared", cleared !== null)
  clear.hidden = chosen.size === 0
  again.hidden = cleared === null
  if (chosen.size === 0) form.removeAttribute("data-selecting")
  return count
}

// Rows take a state together, or, where that would be too many, none does.
function take(some, on) {
  const next = new Map(chosen)
  for (const row of some) on ? next.set(idOf(row), row.dataset.client) : next.delete(idOf(row))
  refused.hidden = next.size <= most
  if (refused.hidden) [chosen, cleared] = [next, null]
  keep()
  const count = show()
  if (refused.hidden) document.getElementById("book-said").textContent = count
}

function toggle(row) {
  anchor = idOf(row)
  take([row], !chosen.has(anchor))
}

// From the anchor to here, all in the anchor's state; without one on this page, just this row.
function range(row) {
  const begin = rows.findIndex((other) => idOf(other) === anchor)
  if (begin < 0) return toggle(row)
  const end = rows.indexOf(row)
  take(rows.slice(Math.min(begin, end), Math.max(begin, end) + 1), chosen.has(anchor))
}

function clearAll() {
  if (chosen.size === 0) return
  ;[cleared, chosen, anchor] = [chosen, new Map(), null]
  refused.hidden = true
  keep()
  document.getElementById("book-said").textContent = show()
}

let pressed = false // a long press has chosen: the click that ends it does nothing
body.addEventListener("click", (event) => {
  const row = event.target.closest("tr")
  const selecting = form.hasAttribute("data-selecting")
  if (pressed) return event.preventDefault(), (pressed = false)
  if (event.target.closest(".until")) return range(row)
  if (event.target.closest("a") && !selecting) return
  // Who marks text to copy it chooses nothing.
  if (!event.target.closest("label") && !event.shiftKey && String(getSelection())) return
  // A label passes its click on to its box.
  if (event.target.closest("label") && event.target !== boxOf(row)) return
  if (event.target.closest("a")) event.preventDefault()
  event.shiftKey ? range(row) : toggle(row)
})
body.addEventListener("mousedown", (event) => {
  // Shift would select text.
  if (event.shiftKey && !event.target.closest("a, button")) {
    event.preventDefault()
    boxOf(event.target.closest("tr")).focus()
  }
})

let spaced = false // the Space that made a range does not toggle its box as well
body.addEventListener("keydown", (event) => {
  if (event.target.name !== "d") return
  const at = rows.indexOf(event.target.closest("tr"))
  if (event.key === " " && event.shiftKey) {
    event.preventDefault()
    if (!spaced) range(rows[at])
    spaced = true
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault()
    boxOf(rows[at + (event.key === "ArrowDown" ? 1 : -1)] ?? rows[at]).focus()
  }
})
body.addEventListener("keyup", (event) => {
  if (event.key !== " " || !spaced) return
  event.preventDefault()
  spaced = false
})
document.addEventListener("keydown", (event) => {
  const elsewhere = event.target.closest("dialog, [popover], input:not([type=checkbox]), select, textarea")
  if (event.key === "Escape" && !elsewhere && !event.defaultPrevented) clearAll()
})

let timer = 0
let from = null
body.addEventListener("pointerdown", (event) => {
  const row = event.target.closest("tr")
  pressed = false
  if (event.pointerType !== "touch" || event.target.closest(".until")) return
  from = [event.clientX, event.clientY]
  clearTimeout(timer)
  timer = setTimeout(() => {
    pressed = true
    form.setAttribute("data-selecting", "")
    anchor = idOf(row)
    take([row], true)
    for (const button of body.querySelectorAll(".until")) button.hidden = false
  }, 500)
})
body.addEventListener("pointermove", (event) => {
  if (from && Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 10) clearTimeout(timer)
})
for (const end of ["pointerup", "pointercancel"]) body.addEventListener(end, () => clearTimeout(timer))
body.addEventListener("contextmenu", (event) => pressed && event.preventDefault())

// Each of these two hides itself: the focus goes on to what comes next.
clear.addEventListener("click", () => {
  clearAll()
  again.focus()
})
again.addEventListener("click", () => {
  ;[chosen, cleared] = [cleared, null]
  keep()
  document.getElementById("book-said").textContent = show()
  const first = rows.map(boxOf).find((box) => box.checked)
  ;(first ?? wholePage).focus()
})
wholePage.addEventListener("change", () => take(rows, wholePage.checked))
form.addEventListener("submit", () => {
  for (const old of form.querySelectorAll("input[type=hidden]")) old.remove()
  const here = new Set(rows.map(idOf))
  for (const id of chosen.keys()) {
    if (here.has(id)) continue
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: "d", value: id })
    form.append(input)
  }
})
// A page that the browser kept does not know what was sent since.
addEventListener("pageshow", (event) => (event.persisted ? location.reload() : restore()))
wholePage.parentElement.hidden = false
form.setAttribute("data-alive", "")
restore()
