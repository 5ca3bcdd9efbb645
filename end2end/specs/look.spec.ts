// Every screen at the width of its project (1280, or a touch phone of 360) and at 320 px, light and dark: measured, and checked
// by axe; each comes alive without a word in the console. English on three screens.
import type { Browser, Page } from "@playwright/test"
import { administrator, Bonport } from "../support/bonport.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { at, expected, inside, outside, type Screen } from "../support/screens.ts"
import { expect, fillSignIn, hydrated, test } from "../support/test.ts"

test.use({ demo: true })

// The colours of the other theme come gradually: what is judged is where they end. Not waited for, since in a part that
// the browser skips (what a closed `details` holds) they stand still; and again, since what a child inherits sets out after.
function endTransitions() {
  const underWay = () => document.getAnimations().filter((a) => a instanceof CSSTransition && a.playState !== "finished")
  for (let left = underWay(); left.length > 0; left = underWay()) left.forEach((a) => a.finish())
}

async function inBothThemes(page: Page, screen: Screen, check: (page: Page, name: string) => Promise<void>) {
  await screen.open(page)
  if (!screen.alone) await hydrated(page)
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(endTransitions)
    await check(page, `${screen.name}, ${colorScheme}`)
  }
}

for (const screen of outside) {
  test(`${screen.name} looks right @look`, ({ page }) => inBothThemes(page, screen, expectGoodLook))
  test(`${screen.name} is accessible @axe`, ({ page }) => inBothThemes(page, screen, expectAccessible))
}

// The only screen of a Bonport without people.
const start = async (page: Page, check: (page: Page, name: string) => Promise<void>) => {
  const empty = await Bonport.start({ people: false })
  try {
    await inBothThemes(page, { name: "premier démarrage", open: at(await empty.setUpPage()) }, check)
  } finally {
    await empty.remove()
  }
}
test("premier démarrage looks right @look", ({ page }) => start(page, expectGoodLook))
test("premier démarrage is accessible @axe", ({ page }) => start(page, expectAccessible))

// What a new organisation sees before its first client.
const beginning = async (browser: Browser, check: (page: Page, name: string) => Promise<void>) => {
  const empty = await Bonport.start()
  try {
    // A context of its own: axe opens a second page in it.
    const context = await browser.newContext({ baseURL: empty.url })
    const page = await context.newPage()
    await fillSignIn(page, administrator)
    for (const path of ["/", "/ecrire", "/envois", "/clients", "/contacts", "/interventions", "/interventions/nouvelle"]) {
      await inBothThemes(page, { name: `${path} sans client`, alone: /^\/(interventions|envois)/.test(path), open: at(path) }, check)
    }
    await context.close()
  } finally {
    await empty.remove()
  }
}
test("les débuts look right @look", ({ browser }) => beginning(browser, expectGoodLook))
test("les débuts are accessible @axe", ({ browser }) => beginning(browser, expectAccessible))

for (const screen of inside) {
  test(`${screen.name} looks right @look`, async ({ page, signIn, watch }) => {
    watch.expectAnswer(...(expected[screen.name] ?? []))
    await signIn()
    await inBothThemes(page, screen, expectGoodLook)
  })
  test(`${screen.name} is accessible @axe`, async ({ page, signIn, watch }) => {
    watch.expectAnswer(...(expected[screen.name] ?? []))
    await signIn()
    await inBothThemes(page, screen, expectAccessible)
  })
}

test("every screen comes alive, and the console stays silent", async ({ page, signIn, watch }) => {
  test.slow()
  watch.expectAnswer(...Object.values(expected).flat())
  await signIn()
  for (const screen of inside.filter((screen) => !screen.alone)) {
    await screen.open(page)
    await hydrated(page)
    expect(watch.complaints, screen.name).toEqual([])
  }
})

test.describe("in English", () => {
  test.use({ locale: "en-GB" })
  for (const screen of inside.filter(({ name }) => ["fiche client", "écrire à un client", "aide"].includes(name))) {
    test(`${screen.name} looks right and is accessible @look @axe`, async ({ page, signIn }) => {
      await signIn()
      await page.goto("/aide")
      await page.evaluate(() => fetch("/api/shell/language", { method: "POST", body: new URLSearchParams({ language: "en" }) }))
      await inBothThemes(page, screen, expectGoodLook)
      await expect(page.locator("html")).toHaveAttribute("lang", "en")
      await expectAccessible(page, screen.name)
      await page.evaluate(() => fetch("/api/shell/language", { method: "POST", body: new URLSearchParams({ language: "fr" }) }))
    })
  }
})
