// Gives what a wasm takes from its script short names in both: node bin/short.mjs SCRIPT TEXT. wasm-bindgen's end in a hash that
// does not compress.
import { readFileSync, writeFileSync } from "node:fs"

const [script, wasm] = process.argv.slice(2)
const short = new Map()
const text = readFileSync(wasm, "utf8").replace(/^( \(import "[^"]*" )"([^"]*)"/gm, (_, start, name) => {
  short.set(name, `i${short.size.toString(36)}`)
  return `${start}"${short.get(name)}"`
})
const code = readFileSync(script, "utf8").replace(/^( +)(\w+)(?=: )/gm, (whole, start, name) =>
  short.has(name) ? start + short.get(name) : whole)
for (const [name, to] of short) if (!new RegExp(`^ +${to}: `, "m").test(code)) throw new Error(`${script} lacks ${name}`)
writeFileSync(wasm, text)
writeFileSync(script, code)
