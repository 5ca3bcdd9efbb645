// Structure and ARIA of the recipient field (D01–D11, D70, D73, D97).
import { takeClock } from "../../support/clock.ts"
import { expectAccessible } from "../../support/looks.ts"
import { expect, hydrated, test } from "../../support/test.ts"
import { makeAcme, write } from "../../support/writing.ts"

test.beforeEach(({ signIn }) => signIn())

test("D01 D02 D03 D11 three labelled groups, chips with two buttons, one plain text box each", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await expect(page.locator("fieldset.recipients > legend")).toHaveText("Destinataires")
  await page.getByRole("button", { name: "Cc/Cci" }).click()
  await expect(writing.line("Cc")).toBeFocused()
  for (const role of ["À", "Cc", "Cci"] as const) {
    await expect(page.getByRole("group", { name: role, exact: true })).toBeVisible()
    const box = writing.line(role)
    await expect(box).toBeVisible()
    await expect(box).toHaveAttribute("type", "text")
    expect(await box.getAttribute("name")).not.toContain("email")
    expect(await box.getAttribute("id")).not.toContain("email")
    expect(await box.getAttribute("placeholder")).toBeNull()
    for (const [name, value] of Object.entries({
      autocomplete: "off", autocapitalize: "none", autocorrect: "off", spellcheck: "false", inputmode: "email",
      enterkeyhint: "done", "aria-haspopup": "grid", "aria-expanded": "false", "aria-autocomplete": "list",
    })) await expect(box).toHaveAttribute(name, value)
  }
  await expect(writing.field.getByRole("list").first()).toHaveAccessibleName("Destinataires, À (2)")
  const marie = writing.chip("Marie Durand")
  await expect(marie).toHaveAttribute("aria-haspopup", "menu")
  await expect(marie).toHaveAccessibleName(new RegExp(`^Marie Durand, marie@${domain}, favori`))
  await expect(page.getByRole("button", { name: `Retirer Marie Durand, marie@${domain}` })).toHaveAttribute("tabindex", "-1")
})

test("D04 D05 D06 D07 the list is a grid whose active cell is named, and nothing when closed", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await expect(page.getByRole("grid")).toHaveCount(0)
  await writing.to.focus()
  await page.keyboard.press("ArrowDown")
  const grid = page.getByRole("grid", { name: "Contacts de ACME" })
  await expect(grid).toBeVisible()
  await expect(writing.to).toHaveAttribute("aria-expanded", "true")
  expect(await grid.getByRole("rowgroup").count()).toBeGreaterThan(0)
  for (const group of await grid.getByRole("rowgroup").all()) await expect(group).toHaveAccessibleName(/ACME|Favoris/)
  const cell = page.locator(`#${await writing.to.getAttribute("aria-activedescendant")}`)
  await expect(cell).toHaveAttribute("role", "gridcell")
  await expect(cell).toHaveAttribute("aria-selected", "true")
  await expect(page.locator("[aria-selected=true]")).toHaveCount(1)
  await expect(cell).toHaveAccessibleName(new RegExp(`eloise@${domain}|ma.roy@${domain}`))
  await page.keyboard.press("ArrowRight")
  const star = page.locator(`#${await writing.to.getAttribute("aria-activedescendant")}`)
  await expect(star).toHaveAccessibleName(/^Favori\s:\s.*, non$/)
  await expect(star.getByRole("button")).toHaveAttribute("tabindex", "-1")
  await page.keyboard.press("Escape")
  await expect(grid).toHaveCount(0)
  expect(await writing.to.getAttribute("aria-activedescendant"), "removed, not emptied").toBeNull()
  await writing.to.fill("introuvable")
  await expect(page.getByText("Aucun contact ne correspond")).toBeVisible()
  await expect(writing.to).toHaveAttribute("aria-expanded", "false")
})

test("D08 the two live regions are in the page before anything is said", async ({ page }) => {
  const { id } = await makeAcme(page)
  const html = await (await page.request.get(`/ecrire?client=${id}`)).text()
  expect(html.match(/role="status" aria-live="polite" aria-atomic="true"/g)?.length).toBe(2)
  const writing = await write(page, id)
  await writing.to.focus()
  await page.keyboard.type("roy")
  await page.keyboard.press("Enter")
  await expect(page.locator("[aria-live=polite][aria-atomic]", { hasText: "Ajout" })).toHaveText(/Marc-Antoine Roy, 3 destinataires\./)
})

test("D83 D85 the answer of the server does not swallow what was said before it", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  const told = await writing.listen()
  await writing.to.fill("jean@gmial.com")
  await writing.to.press("Enter")
  await expect.poll(told).toMatch(/Ajout\s:\sjean@gmial\.com, 3 destinataires\.\s+Vouliez-vous dire gmail\.com\s\?\s+jean@gmial\.com n’est pas un contact/)
})

test("D97 a draft with an unknown address is opened in silence", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  const panel = page.getByRole("region", { name: "Nouvelle adresse" })
  await writing.to.fill("jean@ailleurs.example")
  await writing.to.press("Enter")
  await expect(panel).toBeVisible()
  const subject = `Silence-${domain}`
  const saved = page.waitForResponse((response) =>
    response.url().endsWith("/api/compose/save") && Boolean(response.request().postDataBuffer()?.includes(subject)))
  await writing.subject.fill(subject)
  expect((await saved).ok()).toBe(true)
  await page.goto("/")
  const draft = await page.getByRole("link", { name: subject }).getAttribute("href")
  await takeClock(page)
  await page.goto(draft!)
  await hydrated(page)
  await expect(panel, "the server has answered").toBeVisible()
  // Whatever the answer had to say is due by now.
  await page.clock.fastForward(2000)
  await expect(page.locator("[aria-live=polite][aria-atomic]")).toHaveText(["", ""])
})

test("D09 D11 one stop for chips, one for the box; the help goes with the first chip", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.focus()
  await expect(writing.to).toHaveAccessibleDescription(/Entrée ajoute/)
  await page.keyboard.press("Shift+Tab")
  await expect(writing.chip("Marie Durand")).toBeFocused()
  await page.keyboard.press("Tab")
  await expect(writing.to).toBeFocused()
  await page.keyboard.press("Tab")
  await expect(page.getByRole("button", { name: "Cc/Cci" })).toBeFocused()
  await writing.to.focus()
  await page.keyboard.type("roy")
  await page.keyboard.press("Enter")
  await expect(writing.to).not.toHaveAccessibleDescription(/Entrée ajoute/)
})

for (const theme of ["light", "dark"] as const) {
  test(`D10 no accessibility violation in any state, ${theme} @axe`, async ({ page }) => {
    const { id } = await makeAcme(page)
    await page.emulateMedia({ colorScheme: theme })
    const writing = await write(page, id)
    await expectAccessible(page, "closed")
    await writing.to.click()
    await expect(page.getByRole("grid")).toBeVisible()
    await expectAccessible(page, "open")
    await page.keyboard.press("Escape")
    await page.keyboard.type("nouveau@ailleurs.example ")
    await expect(page.getByRole("heading", { name: "Nouvelle adresse" })).toBeVisible()
    await page.keyboard.type("presque@")
    await page.getByLabel("Objet").focus()
    await expect(page.getByText("n’est pas une adresse complète")).toBeVisible()
    await expectAccessible(page, "panel and error")
    await writing.chip("Marie Durand").click()
    await expect(page.getByRole("menu")).toBeVisible()
    await expectAccessible(page, "menu")
  })
}

test("D70 D73 found letters are marked with their accents, the star differs by shape and by name", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.fill("elo")
  await expect(writing.row("Éloïse").locator(".name mark")).toHaveText("Élo")
  const star = writing.star("Éloïse Lefèvre")
  await expect(star).toHaveAttribute("aria-pressed", "false")
  const fill = () => star.locator("svg").evaluate((svg) => getComputedStyle(svg).fill)
  expect(await fill()).toBe("none")
  await star.click()
  await expect(star).toHaveAttribute("aria-pressed", "true")
  await expect.poll(fill).not.toBe("none")
})
