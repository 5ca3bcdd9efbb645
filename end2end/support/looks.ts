// How a page looks, as a machine can say it: no sideways scroll, no cut text, targets large enough and apart, French typography,
// no key instead of its words, no accessibility violation. Used on every screen by look.spec.ts, and by any journey that likes.
import { readFileSync } from "node:fs"
import AxeBuilder from "@axe-core/playwright"
import { expect, type Page } from "@playwright/test"

const keys = Object.keys(JSON.parse(readFileSync(new URL("../../app/locales/fr.json", import.meta.url), "utf8")))

// Fails with the list of what is wrong, at this width and at 320 px (WCAG 1.4.10).
export async function expectGoodLook(page: Page, screen: string) {
  const coarse = await page.evaluate(() => matchMedia("(pointer: coarse)").matches)
  const size = page.viewportSize()
  expect(await faults(page, coarse), `${screen} at ${size?.width} px`).toEqual([])
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await faults(page, coarse), `${screen} at 320 px`).toEqual([])
  if (size) await page.setViewportSize(size)
}

export async function expectAccessible(page: Page, screen: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze()
  const told = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join("\n  ")}`)
  expect(told, `${screen}: accessibility`).toEqual([])
}

async function faults(page: Page, coarse: boolean): Promise<string[]> {
  // Nothing is measured in the middle of a transition, nor in the fallback font. A transition inside of a closed <details> would
  // never end by itself.
  await page.evaluate(async () => {
    await document.fonts.ready
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel()
      else animation.finish()
    }
  })
  return page.evaluate(measure, { keys, least: coarse ? 44 : 24 })
}

// Runs in the page.
function measure({ keys, least }: { keys: string[]; least: number }): string[] {
  const found: string[] = []
  const root = document.documentElement
  const name = (e: Element) =>
    `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}"> « ${(e.getAttribute("aria-label") ?? e.textContent ?? "").trim().slice(0, 40)} »`
  const style = (e: Element) => getComputedStyle(e)
  const isShown = (e: Element) =>
    e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getBoundingClientRect().width > 1 && !e.closest(".hush, .sr, .skip, [hidden]")
  const above = (e: Element, test: (e: Element) => boolean): boolean => {
    for (let at: Element | null = e; at; at = at.parentElement) if (test(at)) return true
    return false
  }
  const scrolls = (e: Element) => above(e, (at) => at !== root && at !== document.body && /auto|scroll/.test(style(at).overflowX))

  const all = [...document.body.querySelectorAll("*")].filter((e) => !e.closest("script, svg, [hidden]"))

  const wide = root.scrollWidth - root.clientWidth
  if (wide > 0) {
    const worst = all.filter((e) => isShown(e) && !scrolls(e) && e.getBoundingClientRect().right > root.clientWidth + 0.5)
    found.push(`scrolls sideways by ${wide} px: ${worst.slice(-3).map(name).join(", ")}`)
  }

  for (const e of all) {
    const own = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim())
    if (!own || !isShown(e)) continue
    const { overflowX, overflowY, textOverflow } = style(e)
    const cutX = e.scrollWidth > e.clientWidth + 1 && /hidden|clip/.test(overflowX) && textOverflow !== "ellipsis"
    const cutY = e.scrollHeight > e.clientHeight + 3 && /hidden|clip/.test(overflowY) && style(e).display !== "inline"
    if (e.clientWidth > 0 && (cutX || cutY)) found.push(`cut text: ${name(e)}`)
  }

  const inSentence = (e: Element) => {
    if (e.tagName !== "A" || style(e).display !== "inline") return false
    const around = e.parentElement?.textContent?.replace(e.textContent ?? "", "").replace(/[\s·,;|]/g, "") ?? ""
    return around.length > 3
  }
  // A box or a round choice is pressed by its label too.
  const area = (e: Element) => {
    const own = e.getBoundingClientRect()
    const label = e.matches("[type=checkbox], [type=radio]") ? (e as HTMLInputElement).labels?.[0]?.getBoundingClientRect() : undefined
    if (!label) return own
    const [left, top] = [Math.min(own.left, label.left), Math.min(own.top, label.top)]
    return new DOMRect(left, top, Math.max(own.right, label.right) - left, Math.max(own.bottom, label.bottom) - top)
  }
  const targets = all.filter(
    (e) =>
      e.matches("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=option], [role=button], [role=menuitem], [tabindex='0']") &&
      isShown(e) &&
      !inSentence(e),
  )
  for (const e of targets) {
    const { width, height } = area(e)
    if (width < least - 0.5 || height < least - 0.5) found.push(`target of ${width.toFixed(0)} × ${height.toFixed(0)} px, not ${least}: ${name(e)}`)
  }
  const floats = (e: Element) => above(e, (at) => /fixed|sticky|absolute/.test(style(at).position) || at.hasAttribute("popover") || at.tagName === "DIALOG")
  const flat = targets.filter((e) => !floats(e))
  flat.forEach((a, i) => {
    for (const b of flat.slice(i + 1)) {
      if (a.contains(b) || b.contains(a)) continue
      const [p, q] = [area(a), area(b)]
      const x = Math.min(p.right, q.right) - Math.max(p.left, q.left)
      const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top)
      if (x > 1 && y > 1) found.push(`targets overlap by ${x.toFixed(0)} × ${y.toFixed(0)} px: ${name(a)} and ${name(b)}`)
    }
  })

  // What others wrote stays as they wrote it.
  const theirs = "samp, pre, code, textarea, input, [data-verbatim]"
  const texts = [document.title]
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (parent && !parent.closest(`script, style, ${theirs}`)) texts.push(walker.currentNode.textContent ?? "")
  }
  for (const e of all) for (const a of ["aria-label", "title", "placeholder", "alt"]) texts.push(e.getAttribute(a) ?? "")
  for (const text of texts) {
    if (text.includes("'")) found.push(`straight apostrophe: « ${text.trim().slice(0, 60)} »`)
    const raw = keys.find((key) => text.includes(key) && new RegExp(`(^|[^\\w.@/-])${key.replaceAll(".", "\\.")}($|[^\\w.@/-])`).test(text))
    if (raw) found.push(`a key instead of words: ${raw}`)
  }
  return [...new Set(found)]
}
