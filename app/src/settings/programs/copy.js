// « Copier » beside a token that is shown once: there only where the page may copy. The field is marked whole when one goes into it.
const token = document.getElementById("token")
const button = document.getElementById("copy")
token?.addEventListener("focus", () => token.select())
if (button && navigator.clipboard) {
  button.hidden = false
  button.addEventListener("click", async () => {
    token.select()
    try {
      await navigator.clipboard.writeText(token.value)
    } catch {
      // The browser refuses: it stands marked, to be copied by hand.
      token.focus()
      token.select()
      return
    }
    button.textContent = button.dataset.copied
  })
}
