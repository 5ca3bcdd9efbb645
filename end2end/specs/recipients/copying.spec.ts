// Copying chips, and dropping text on the field (D40, D41, D48).
import { expect, test } from "../../support/test.ts"
import { makeAcme, write } from "../../support/writing.ts"
import type { Locator } from "@playwright/test"

test.beforeEach(({ signIn }) => signIn())

// A phone has no clipboard keys and no dragging: the tag keeps this to the desk.
test("D41 D48 chips can be copied, and dropped text becomes chips @desk", async ({ page, context }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await context.grantPermissions(["clipboard-read", "clipboard-write"])
  await writing.chip("Marie Durand").focus()
  await page.keyboard.press("Control+c")
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`Marie Durand <marie@${domain}>`)
  await drop(writing.to, "a@ailleurs.example; b@ailleurs.example")
  await expect(writing.chips()).toHaveCount(4)
})

test("D40 « Copier l’adresse » copies, and says so when it is done @desk", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"])
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  const told = await writing.listen()
  await writing.chip("Marie Durand").click()
  await page.getByRole("menuitem", { name: "Copier l’adresse" }).click()
  await expect(writing.chip("Marie Durand")).toBeFocused()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(`marie@${domain}`)
  await expect.poll(told).toMatch(/copié/)
})

// Whether the place takes the text, of which the browser asks by « dragover » first.
async function drop(place: Locator, text: string): Promise<boolean> {
  return place.evaluate((element, text) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.setData("text/plain", text)
    const init = { dataTransfer, bubbles: true, cancelable: true }
    const taken = !element.dispatchEvent(new DragEvent("dragover", init))
    element.dispatchEvent(new DragEvent("drop", init))
    return taken
  }, text)
}

test("D48 the whole line takes text that is dropped on it, not the box alone @desk", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  const beside = page.locator(".recip-row:has(#recip-to) > label")
  expect(await drop(beside, "a@ailleurs.example; b@ailleurs.example")).toBe(true)
  await expect(writing.chips()).toHaveCount(4)
  expect(await drop(writing.chip("Marie Durand"), "jean@ailleurs.example")).toBe(true)
  await expect(writing.to, "one thing is text, as with a paste (D44)").toHaveValue("jean@ailleurs.example")
  await expect(writing.to).toBeFocused()
  await writing.to.press("Enter")
  await expect(writing.chips()).toHaveCount(5)
})
