// Puts the functions of a wasm's text that are alike next to each other: node bin/near.mjs FILE. By their types, then by their
// instructions without names and numbers: what repeats then lies close together, which compresses better.
import { readFileSync, writeFileSync } from "node:fs"

const file = process.argv[2]
const before = [], functions = [], after = []
let open = null
for (const line of readFileSync(file, "utf8").split("\n")) {
  const starts = open === null && line.startsWith(" (func ")
  if (starts) functions.push((open = []))
  if (open === null) (functions.length ? after : before).push(line)
  else open.push(line)
  // One without instructions ends on its first line.
  if (line === " )" || (starts && balanced(line))) open = null
}
if (open !== null || functions.length < 100) throw new Error(`${file} is not the text that is expected here`)

function balanced(line) {
  return line.split("(").length === line.split(")").length
}

const looks = functions.map((lines, index) => {
  const text = lines.map((line) => line.trim().replace(/\$\S+/g, "$")).join("\n")
  return { index, text, shape: text.replace(/[-0-9]+/g, "") }
})
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0)
looks.sort((a, b) => order(a.shape, b.shape) || order(a.text, b.text) || a.index - b.index)
writeFileSync(file, [...before, ...looks.flatMap(({ index }) => functions[index]), ...after].join("\n"))
