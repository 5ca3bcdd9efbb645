// E6: « Partager » on a phone: the vCard where the phone takes such files, else who it is as text. Where nothing can be shared the link
// stays what it is, a download.
addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[href$='/carte.vcf']")
  if (!link || !navigator.share || !matchMedia("(pointer: coarse)").matches) return
  event.preventDefault()
  try {
    const answer = await fetch(link.href)
    if (!answer.ok) throw new Error(answer.status)
    const card = await answer.text()
    const lines = card.replace(/\r\n /g, "").matchAll(/^(?:FN|TEL|EMAIL)[^:]*:(.*)\r$/gm)
    const told = [...lines].map(([, value]) => value.replace(/\\n/g, " ").replace(/\\(.)/g, "$1"))
    const files = [new File([card], `${told[0].replace(/[\\/:]/g, " ")}.vcf`, { type: "text/vcard" })]
    await navigator.share(navigator.canShare?.({ files }) ? { files } : { title: told[0], text: told.join("\n") })
  } catch (error) {
    // Somebody changed their mind: that is no trouble.
    if (error.name !== "AbortError") location.assign(link.href)
  }
})
