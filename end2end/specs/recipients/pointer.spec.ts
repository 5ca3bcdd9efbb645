// Mouse, touch and what only a real browser does (D41, D46, D48–D57, D72, D85, D92).
import { expect, test } from "../../support/test.ts"
import { makeAcme, write } from "../../support/writing.ts"
import type { Locator } from "@playwright/test"

test.beforeEach(({ signIn }) => signIn())

test("D49 D50 D72 a press opens the rest; adding and starring keep the list and the focus", async ({ page, isMobile }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.focus()
  await expect(page.getByRole("grid")).toHaveCount(0)
  await writing.to.click()
  await expect(writing.row("Éloïse Lefèvre")).toBeVisible()
  await expect(writing.row("Marie Durand")).toHaveCount(0)
  const star = writing.star("Éloïse Lefèvre")
  await star.click()
  await expect(star).toHaveAttribute("aria-pressed", "true")
  await expect(page.getByText("Sera proposé d’office au prochain envoi")).toBeVisible()
  await expect(writing.chips()).toHaveCount(2)
  await writing.row("Éloïse Lefèvre").getByRole("gridcell").first().click()
  await expect(writing.chips()).toHaveCount(3)
  await expect(writing.row("Marc-Antoine Roy")).toBeVisible()
  if (!isMobile) await expect(writing.to).toBeFocused()
  const again = await write(page, id)
  await expect(again.chips(), "the new favourite is prefilled").toHaveCount(3)
})

// The arrow beside the box is for the desk alone.
test("D11 D49 « Ouvrir la liste » opens and closes it, and leaves text and focus where they are @desk", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  const arrow = page.locator(".open-list").first()
  await writing.to.focus()
  await page.keyboard.type("roy")
  await expect(writing.row("Marc-Antoine Roy")).toBeVisible()
  await arrow.click()
  await expect(page.getByRole("grid")).toHaveCount(0)
  await expect(writing.to).toBeFocused()
  await expect(writing.to).toHaveValue("roy")
  await expect(writing.to).not.toHaveAttribute("aria-invalid", "true")
  await arrow.click()
  await expect(writing.row("Marc-Antoine Roy")).toBeVisible()
  await writing.to.fill("jean@ailleurs.example")
  await arrow.click()
  await expect(page.getByRole("grid")).toHaveCount(0)
  await expect(writing.to).toHaveValue("jean@ailleurs.example")
  await expect(writing.chips()).toHaveCount(2)
  await page.getByLabel("Objet").focus()
  await expect(writing.chip("jean@ailleurs.example")).toBeVisible()
  await arrow.click()
  await expect(writing.to).toBeFocused()
  await expect(page.getByRole("grid")).toBeVisible()
})

test("D51 D55 targets and letters are large enough", async ({ page, isMobile }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.click()
  // Chips come in growing.
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()))
  const box = async (selector: string) => (await page.locator(selector).first().boundingBox())!
  const least = isMobile ? 44 : 24
  for (const selector of [".chip .x", ".pop .star"]) {
    const { width, height } = await box(selector)
    // Sizes are measured in fractions that add up to a hair less.
    expect(Math.round(Math.min(width, height) * 100) / 100, selector).toBeGreaterThanOrEqual(least)
  }
  expect((await box(".pop .opt")).height).toBeGreaterThanOrEqual(isMobile ? 48 : 32)
  if (isMobile) {
    const size = await writing.to.evaluate((input) => parseFloat(getComputedStyle(input).fontSize))
    expect(size).toBeGreaterThanOrEqual(16)
  }
})

test("D56 on a phone the list is part of the page and can be closed at both ends", async ({ page, isMobile }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.click()
  const list = page.locator(".pop").first()
  await expect(list).toHaveCSS("position", isMobile ? "static" : "absolute")
  await expect(list.getByRole("button", { name: "Fermer la liste" })).toHaveCount(isMobile ? 2 : 0)
  if (isMobile) {
    await list.getByRole("button", { name: "Fermer la liste" }).last().click()
    await expect(page.getByRole("grid")).toHaveCount(0)
  }
})

test("D52 D54 leaving keeps unfinished text with its message, and takes a complete address", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.pressSequentially("presque@")
  await page.getByLabel("Objet").focus()
  await expect(writing.to).toHaveValue("presque@")
  await expect(writing.to).toHaveAttribute("aria-invalid", "true")
  await expect(writing.to).toHaveAccessibleDescription(/«\spresque@\s» n’est pas une adresse complète/)
  await writing.to.fill("quelquun@ailleurs.example")
  await page.getByLabel("Objet").focus()
  await expect(writing.chip("quelquun@ailleurs.example")).toBeVisible()
  await expect(writing.to).toHaveValue("")
})

// What a browser does to the page when its window goes to the back; in a headless one it never does.
async function windowGoes(box: Locator) {
  await box.evaluate((input) => {
    input.dispatchEvent(new FocusEvent("blur"))
    input.dispatchEvent(new FocusEvent("focusout", { bubbles: true }))
  })
}

test("D39 D52 going to another window is not leaving: half an address and a chip being edited wait", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.fill("jean@ailleurs.ex")
  await windowGoes(writing.to)
  await expect(writing.to).toHaveValue("jean@ailleurs.ex")
  await expect(writing.chips()).toHaveCount(2)
  await writing.to.press("End")
  await page.keyboard.type("ample")
  await page.getByLabel("Objet").focus()
  await expect(writing.chip("jean@ailleurs.example")).toBeVisible()
  await writing.chip("Marie Durand").focus()
  await page.keyboard.press("F2")
  await expect(writing.to).toBeFocused()
  await expect(writing.to).toHaveValue(`marie@${domain}`)
  await windowGoes(writing.to)
  await expect(writing.to).toHaveValue(`marie@${domain}`)
  await expect(writing.chip("Marie Durand")).toHaveCount(0)
})

test("D52 D93 « Annuler » undoes what it says, and leaves what stands in the box", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await page.getByRole("button", { name: `Retirer Marie Durand, marie@${domain}` }).click()
  await expect(writing.chips()).toHaveText([`contact@${domain}`])
  const toast = page.locator(".recip-toast")
  // Under the mouse it stays.
  await toast.hover()
  await writing.to.fill("jean@ailleurs.example")
  await toast.getByRole("button", { name: "Annuler" }).click()
  await expect(writing.chips()).toHaveText([`contact@${domain}`, "Marie Durand"])
  await expect(writing.to).toHaveValue("jean@ailleurs.example")
  await expect(writing.to).toBeFocused()
})

test("D81 D83 D93 the buttons of a message, gone with their press, leave the focus at the chip concerned, else in the box", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  const marie = writing.chip("Marie Durand")
  const press = async (button: Locator) => {
    await button.focus()
    await page.keyboard.press("Enter")
  }
  await page.getByRole("button", { name: "Cc/Cci" }).click()
  await writing.line("Cc").fill(`marie@${domain}`)
  await writing.line("Cc").press("Enter")
  await press(page.getByRole("button", { name: "Déplacer ici" }))
  await expect(writing.chips("cc")).toHaveText(["Marie Durand"])
  await expect(marie).toBeFocused()
  await press(page.locator(".recip-toast").getByRole("button", { name: "Annuler" }))
  await expect(writing.chips("cc")).toHaveCount(0)
  await expect(writing.line("Cc")).toBeFocused()

  await writing.to.fill(`marie@${domain}`)
  await writing.to.press("Enter")
  await press(page.locator(".recip-note").getByRole("button", { name: "Fermer" }))
  await expect(page.locator(".recip-note")).toHaveCount(0)
  await expect(marie).toBeFocused()

  await writing.to.fill("jean@gmial.com")
  await writing.to.press("Enter")
  await press(page.getByRole("button", { name: /^Vouliez-vous dire gmail\.com/ }))
  await expect(writing.chip("jean@gmail.com")).toBeFocused()
})

test("D40 D75 a chip’s menu is headed by its name, address and reasons, and a press on another chip opens that one’s", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.chip("Marie Durand").click()
  const menu = page.getByRole("menu", { name: `Marie Durand, marie@${domain}` })
  await expect(menu.getByRole("menuitem", { name: "Modifier" })).toBeFocused()
  await expect(menu.locator(".title")).toBeVisible()
  await expect(menu.locator(".title")).toHaveText(new RegExp(`^Marie Durand, marie@${domain}.*, favori`))
  await writing.chip(`contact@${domain}`).click()
  const other = page.getByRole("menu", { name: new RegExp(`^contact@${domain}`) })
  await expect(other.getByRole("menuitem", { name: "Modifier" })).toBeFocused()
  await expect(menu).toHaveCount(0)
  await page.keyboard.press("Escape")
  await expect(other).toHaveCount(0)
})

test("D40 the menu key leaves it to the browser to ask for a menu, Shift+F10 opens it at once", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  const marie = writing.chip("Marie Durand")
  await marie.focus()
  await marie.dispatchEvent("keydown", { key: "ContextMenu" })
  await expect(page.getByRole("menu")).toHaveCount(0)
  const refused = await marie.evaluate((chip) => !chip.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true })))
  expect(refused, "the browser’s own menu").toBe(true)
  await expect(page.getByRole("menu")).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(page.getByRole("menu")).toHaveCount(0)
  await expect(marie).toBeFocused()
  await page.keyboard.press("Shift+F10")
  await expect(page.getByRole("menuitem", { name: "Modifier" })).toBeFocused()
})

test("D53 an input event without a key is enough", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.focus()
  await writing.to.evaluate((input: HTMLInputElement) => {
    input.value = "jean@ailleurs.example,"
    input.setSelectionRange(input.value.length, input.value.length)
    input.dispatchEvent(new InputEvent("input", { data: ",", inputType: "insertText", bubbles: true }))
  })
  await expect(writing.chip("jean@ailleurs.example")).toBeVisible()
})

test("D57 D58 a composition searches and keeps its keys", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.focus()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send("Input.imeSetComposition", { text: "élo", selectionStart: 3, selectionEnd: 3 })
  await expect(writing.star("Éloïse Lefèvre")).toBeVisible()
  await writing.to.evaluate((input) => input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true })))
  await expect(writing.chips()).toHaveCount(2)
  await cdp.send("Input.insertText", { text: "élo" })
  await page.keyboard.press("Enter")
  await expect(writing.chip("Éloïse Lefèvre")).toBeVisible()
})

test("D46 a hundred and twenty pasted addresses are one request, folded up when the field is left", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  let requests = 0
  page.on("request", (request) => { if (request.url().includes("/recipients/look-up")) requests++ })
  await writing.to.focus()
  await writing.paste(Array.from({ length: 120 }, (_, n) => `p${n}@ailleurs.example`).join("\n"))
  await expect(page.getByText("120 adresses ajoutées.")).toBeVisible()
  await expect(writing.chips()).toHaveCount(122)
  await page.getByLabel("Objet").focus()
  await expect(writing.chips()).toHaveCount(2)
  const rest = page.getByRole("button", { name: "+ 120" })
  await expect(rest, "Tab passes it by: the focus would take it away").toHaveAttribute("tabindex", "-1")
  await rest.click()
  await expect(writing.chips()).toHaveCount(122)
  expect(requests).toBe(1)
})

test("D57 D87 Escape that ends a composition in the question is not for it, the next one is", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.fill("jean@ailleurs.example")
  await writing.to.press("Enter")
  const panel = page.getByRole("region", { name: "Nouvelle adresse" })
  const ignore = panel.getByRole("button", { name: "Ignorer", exact: true })
  await ignore.focus()
  await ignore.evaluate((button) => button.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", keyCode: 229, bubbles: true, cancelable: true })))
  await expect(panel).toBeVisible()
  await expect(ignore).toBeFocused()
  await page.keyboard.press("Escape")
  await expect(panel).toHaveCount(0)
  await expect(writing.to).toBeFocused()
})

test("D84 D85 D87 D92 the question about a new address pushes the page, leaves the focus, and is reached by F6", async ({ page, isMobile }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.focus()
  await page.keyboard.type(`Jean Petit <jean@${domain}>,`)
  const panel = page.getByRole("region", { name: "Nouvelle adresse" })
  await expect(panel).toBeVisible()
  await expect(writing.to).toBeFocused()
  const box = (await writing.to.boundingBox())!
  expect((await panel.boundingBox())!.y).toBeGreaterThanOrEqual(box.y + box.height)
  await expect(panel.getByRole("button", { name: `Favori : jean@${domain}`.replace(" :", "\u00a0:") })).toHaveAttribute("aria-pressed", "true")
  if (!isMobile) {
    await page.keyboard.press("F6")
    await expect(panel.getByRole("button").first()).toBeFocused()
  }
  await panel.getByRole("button", { name: "Ajouter", exact: true }).click()
  await expect(panel.getByText("Ajouté aux contacts, favori")).toBeVisible()
  await expect(panel.getByRole("button").first()).toBeFocused()
  await expect(writing.chip("Jean Petit")).toContainText("Jean Petit")
  const again = await write(page, id)
  await expect(again.chip("Jean Petit")).toBeVisible()
})
