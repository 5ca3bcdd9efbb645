// How far the work is, asked again when the last answer came; without this the page offers to look again.
const part = document.getElementById("job")
const bar = part.querySelector("progress")
const said = part.querySelector("[role=status]")
const follow = async () => {
  const answer = await fetch(location.pathname + "/etat").catch(() => null)
  if (answer?.ok) {
    const { done, total, ended, text } = await answer.json()
    if (ended) return location.reload()
    bar.max = Math.max(total, 1)
    bar.value = done
    if (said.textContent !== text) said.textContent = text
  } else if (answer) return location.reload()
  setTimeout(follow, 500)
}
part.querySelector("[data-look]").hidden = true
follow()
