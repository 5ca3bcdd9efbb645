// Many PDFs at once: dropped anywhere on the page or chosen, sent one after the other, each with how far it is. Then the page comes back
// with their lines; what is typed in the lines that are there is kept on the way.
const form = document.getElementById("drop")
const [input, list] = [document.getElementById("f-file"), document.getElementById("drop-files")]
const [tooLarge, notAPdf, failed, done, tooMany, goOn] = form.dataset.words.split("|")
const queue = [] // what is dropped or chosen while others are on their way waits for its turn
let sending = false

function row(file) {
  const item = document.createElement("li")
  const name = Object.assign(document.createElement("span"), { className: "grow", textContent: file.name })
  const progress = Object.assign(document.createElement("progress"), { max: 1, value: 0 })
  progress.setAttribute("aria-label", file.name)
  item.append(name, progress)
  list.append(item)
  return {
    at: (part) => (progress.value = part),
    end(text, wrong) {
      progress.replaceWith(Object.assign(document.createElement("span"), { className: wrong ? "error" : "meta", textContent: text }))
    },
  }
}

function send(file) {
  const shown = row(file)
  if (file.size > Number(form.dataset.most)) return shown.end(tooLarge, true), false
  return new Promise((ended) => {
    const request = new XMLHttpRequest()
    request.open("POST", form.action)
    request.setRequestHeader("Accept", "application/json")
    request.upload.onprogress = (event) => shown.at(event.loaded / event.total)
    request.onloadend = () => {
      const good = request.status === 200
      const why = { 200: done, 413: tooLarge, 422: notAPdf, 429: tooMany }
      shown.end(why[request.status] ?? failed, !good)
      ended(good)
    }
    const body = new FormData()
    body.append("file", file)
    request.send(body)
  })
}

async function sendAll(files) {
  queue.push(...files)
  if (sending || queue.length === 0) return
  sending = true
  let [some, all] = [false, true]
  while (queue.length > 0) (await send(queue.shift())) ? (some = true) : (all = false)
  sending = false
  input.value = ""
  if (!some) return
  const keep = document.getElementById("lines-keep")
  // Whoever has a file refused reads why before the page comes back.
  const back = () => (keep ? keep.form.requestSubmit(keep) : location.assign(location.pathname))
  if (all && !document.getElementById("drop-on")) return back()
  if (document.getElementById("drop-on")) return
  const button = Object.assign(document.createElement("button"), { type: "button", id: "drop-on", className: "btn", textContent: goOn })
  button.addEventListener("click", back)
  list.after(button)
}

// Choosing is enough: the button is for pages without script.
form.querySelector(".buttons").hidden = true
form.addEventListener("submit", (event) => {
  event.preventDefault()
  sendAll([...input.files])
})
input.addEventListener("change", () => sendAll([...input.files]))
addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return
  event.preventDefault()
  form.setAttribute("data-over", "")
})
addEventListener("dragleave", (event) => event.relatedTarget ?? form.removeAttribute("data-over"))
addEventListener("drop", (event) => {
  if (event.dataTransfer.files.length === 0) return
  event.preventDefault()
  form.removeAttribute("data-over")
  sendAll([...event.dataTransfer.files])
})
