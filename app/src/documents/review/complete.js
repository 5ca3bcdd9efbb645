// Further addresses complete as one types, like in the recipient field: what stands behind the last comma is searched, whoever is chosen
// takes its place. Without this they are typed whole.
const WAIT = 120

// Whoever belongs to another client is told by it and marked, like in the recipient field (P23).
const option = (one, id, external) => {
  const item = document.createElement("li")
  Object.assign(item, { className: "opt", id, role: "option" })
  const cell = item.appendChild(document.createElement("span"))
  cell.className = "cell"
  const parts = [["name", one.name || one.address], ["addr", one.name && one.address], ["role", one.elsewhere || one.function], ["tag", one.elsewhere && external]]
  for (const [className, text] of parts.filter(([, text]) => text)) {
    cell.append(Object.assign(document.createElement("span"), { className, textContent: text }), " ")
  }
  item.dataset.address = one.address
  return item
}

const complete = (field) => {
  const said = document.getElementById(field.id + "-said")
  const list = Object.assign(document.createElement("ul"), { className: "pop", id: field.id + "-list", role: "listbox", hidden: true })
  list.setAttribute("aria-label", said.dataset.label)
  field.after(list)
  field.role = "combobox"
  field.setAttribute("aria-autocomplete", "list")
  field.setAttribute("aria-controls", list.id)
  let asked = 0
  let active = -1

  const activate = (at) => {
    active = at
    for (const [n, item] of [...list.children].entries()) {
      item.classList.toggle("active", n === at)
      item.ariaSelected = String(n === at)
    }
    field.setAttribute("aria-activedescendant", list.children[at]?.id ?? "")
    list.children[at]?.scrollIntoView({ block: "nearest" })
  }
  const show = (found) => {
    list.replaceChildren(...found.map((one, n) => option(one, `${list.id}-${n}`, said.dataset.external)))
    list.hidden = found.length === 0
    field.ariaExpanded = String(!list.hidden)
    said.textContent = list.hidden ? "" : found.length === 1 ? said.dataset.one : said.dataset.more.replace("2", found.length)
    activate(-1)
  }
  const close = () => {
    asked++
    show([])
  }
  const split = () => {
    const at = Math.max(field.value.lastIndexOf(","), field.value.lastIndexOf(";")) + 1
    return [field.value.slice(0, at), field.value.slice(at).trim()]
  }
  const ask = async (mine) => {
    const [before, query] = split()
    const body = JSON.stringify({ client: Number(field.dataset.client), query })
    const headers = { "content-type": "application/json", accept: "application/json" }
    const answer = await fetch(said.dataset.ask, { method: "POST", body, headers }).catch(() => null)
    const found = answer?.ok ? await answer.json() : []
    if (mine === asked) show(found.filter((one) => one.active && !before.includes(one.address)))
  }
  const choose = (item) => {
    field.value = [split()[0].trim(), `${item.dataset.address}, `].filter(Boolean).join(" ")
    field.focus()
    close()
  }

  field.addEventListener("input", () => {
    const mine = ++asked
    if (split()[1].length < 2) return show([])
    setTimeout(() => mine === asked && ask(mine), WAIT)
  })
  field.addEventListener("keydown", (event) => {
    const many = list.children.length
    if (!many || event.isComposing) return
    const acts = {
      ArrowDown: () => activate((active + 1) % many),
      ArrowUp: () => activate((active <= 0 ? many : active) - 1),
      Escape: close,
      ...(active >= 0 && { Enter: () => choose(list.children[active]) }),
    }
    if (!acts[event.key]) return
    event.preventDefault()
    acts[event.key]()
  })
  field.addEventListener("blur", close)
  // The field keeps the focus, and its list.
  list.addEventListener("mousedown", (event) => event.preventDefault())
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li")
    if (item) choose(item)
  })
  field.ariaExpanded = "false"
}

for (const field of document.querySelectorAll("input[data-client]")) complete(field)
