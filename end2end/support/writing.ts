// A client with people, and the writing screen open on it.
import { expect, type Locator, type Page } from "@playwright/test"
import { hydrated } from "./test.ts"

type Person = { address: string; first_name?: string; last_name?: string; function?: string; starred?: boolean }

// Three digits always: no reference is the beginning of another.
let made = 100

// Acme with its main address, Marie (favourite), Marc-Antoine and Éloïse; addresses end in its own domain, so tests do not meet.
export async function makeAcme(page: Page): Promise<{ id: number; domain: string }> {
  const n = `p${process.pid}-${++made}`
  const domain = `acme-${n}.example`
  await page.goto("/clients/nouveau")
  await page.getByLabel("Référence").fill(`ACME-${n}`)
  await page.getByLabel("Nom du client").fill("ACME")
  await page.getByLabel("Type de client").selectOption({ label: "Client professionnel" })
  await page.getByLabel("E-mail principal").fill(`contact@${domain}`)
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page).toHaveURL(/\/clients\/\d+/)
  const id = Number(/\/clients\/(\d+)/.exec(page.url())![1])
  await addPeople(page, id, [
    { address: `marie@${domain}`, first_name: "Marie", last_name: "Durand", function: "Comptabilité", starred: true },
    { address: `ma.roy@${domain}`, first_name: "Marc-Antoine", last_name: "Roy" },
    { address: `eloise@${domain}`, first_name: "Éloïse", last_name: "Lefèvre" },
  ])
  return { id, domain }
}

export async function addPeople(page: Page, client: number, people: Person[]) {
  const filled = people.map((person) => ({ first_name: "", last_name: "", function: "", starred: false, ...person }))
  const answer = await page.request.post("/api/recipients/add", {
    data: { client, people: filled },
    headers: { Origin: new URL(page.url()).origin, Accept: "application/json" },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

// The writing screen of a client, alive.
export async function write(page: Page, client: number): Promise<Writing> {
  await page.goto(`/ecrire?client=${client}`)
  await hydrated(page)
  return new Writing(page)
}

export class Writing {
  readonly to: Locator
  readonly field: Locator
  readonly subject: Locator
  readonly message: Locator

  constructor(readonly page: Page) {
    this.field = page.getByRole("group", { name: "Destinataires" })
    this.to = this.line("À")
    this.subject = page.getByLabel("Objet")
    this.message = page.getByRole("textbox", { name: "Message" })
  }

  // The button of the form; the question before sending has one of the same name.
  send(count: number): Locator {
    return this.page.locator(".send-bar").getByRole("button", { name: count === 1 ? "Envoyer à 1 destinataire" : `Envoyer à ${count} destinataires` })
  }

  // Every address that the field shows, as its chips are named: « Marie Durand, marie@acme.fr, favori ».
  async addresses(): Promise<string[]> {
    const names = await this.field.locator(".chip .main").evaluateAll((chips) => chips.map((chip) => chip.getAttribute("aria-label") ?? chip.textContent ?? ""))
    return names.map((name) => /[^\s,]+@[^\s,]+/.exec(name)?.[0] ?? name)
  }

  line(role: "À" | "Cc" | "Cci"): Locator {
    return this.page.getByRole("combobox", { name: role, exact: true })
  }

  chip(name: string | RegExp): Locator {
    return this.field.locator(".chip .main").filter({ hasText: name })
  }

  chips(role: "to" | "cc" | "bcc" = "to"): Locator {
    return this.field.locator(`.recip-row:has(#recip-${role}) .chip .who`)
  }

  // Of this client: the directory knows people of the same name from other tests.
  row(name: string | RegExp): Locator {
    return this.page.getByRole("row").filter({ hasText: name, hasNotText: "Externe au client" })
  }

  star(name: string): Locator {
    return this.page.getByRole("grid").getByRole("button", { name: `Favori : ${name}`.replace(" :", "\u00a0:") })
  }

  // What screen readers are told from here on, one sentence or two a line.
  async listen(): Promise<() => Promise<string>> {
    await this.page.evaluate(() => {
      const told: string[] = []
      Object.assign(window, { told })
      for (const region of document.querySelectorAll("[aria-live=polite][aria-atomic]")) {
        const hear = () => { if (region.textContent) told.push(region.textContent) }
        new MutationObserver(hear).observe(region, { childList: true, characterData: true, subtree: true })
      }
    })
    return () => this.page.evaluate(() => (window as unknown as { told: string[] }).told.join("\n"))
  }

  // As a real paste: the event with its data, which the page may take or leave.
  async paste(text: string) {
    await this.to.evaluate((input, text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData("text/plain", text)
      input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  }
}
