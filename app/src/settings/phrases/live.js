// A phrase while it is typed: buttons that put a placeholder where one writes, and the preview, which the server fills in.
const form = document.getElementById("phrase")
const fields = [form.elements.subject, form.elements.text]
let field = form.elements.text
let asked = 0

const preview = () => {
  const mine = ++asked
  setTimeout(async () => {
    if (mine !== asked) return
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null)
    if (mine !== asked || !answer?.ok) return
    const shown = await answer.json()
    for (const part of ["subject", "text", "note"]) document.getElementById(`preview-${part}`).textContent = shown[part]
  }, 150)
}

form.addEventListener("focusin", ({ target }) => fields.includes(target) && (field = target))
form.addEventListener("input", preview)
form.addEventListener("click", ({ target }) => {
  const written = target.dataset.insert
  if (!written) return
  field.setRangeText(written, field.selectionStart, field.selectionEnd, "end")
  field.focus()
  preview()
})
for (const part of form.querySelectorAll("[data-with-script]")) part.hidden = false
for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = true
