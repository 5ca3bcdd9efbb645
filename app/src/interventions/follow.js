// P37: the contacts of an intervention follow its site at once. A group of another site goes; who was chosen in it is chosen no more,
// which is said. As the page comes nobody has changed anything: who no longer fits stays in sight until a site is chosen.
const site = document.getElementById("f-site")
const part = document.getElementById("visit-contacts")
const said = part.querySelector("[role=status]")
const nobody = part.querySelector("[data-nobody]")

const follow = (changed) => {
  let shown = 0
  let away = ""
  for (const group of part.querySelectorAll("[data-site]")) {
    const chosen = group.querySelector(":checked")
    const fits = !group.dataset.site || group.dataset.site === site.value
    if (fits) shown++
    else if (chosen && changed) {
      away = chosen.dataset.name
      document.getElementById("f-contact").checked = true
    }
    group.hidden = !fits && !(chosen && !changed)
  }
  nobody.hidden = shown > 0
  said.textContent = away && said.dataset.away.replace("{name}", () => away)
  said.classList.toggle("note", !!away)
}

if (site) {
  follow(false)
  site.addEventListener("change", () => follow(true))
}
