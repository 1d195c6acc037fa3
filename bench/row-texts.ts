/** Rows as a person reads them: in a terminal, and in the README. */
import { type Row, round } from './row.ts'

export const withRoundNumbers = (row: Row): Row => ({
  ...row,
  value: round(row.value),
  floor: row.floor === null ? null : round(row.floor),
  ratio: row.ratio === null ? null : round(row.ratio),
})

const HEAD = ['act', 'measured', 'floor', 'ratio', 'target']
const shown = (number: number | null): string => number?.toLocaleString('en', { maximumFractionDigits: 3 }) ?? '–'
const cellsOf = ({ name, value, unit, floor, ratio, target }: Row): string[] => [
  name,
  `${shown(value)} ${unit}`,
  shown(floor),
  shown(ratio),
  target,
]

export function tableOf(rows: readonly Row[]): string {
  const lines = [['', ...HEAD], ...rows.map((row) => [row.pass ? '✔' : '✘', ...cellsOf(row)])]
  const widths = ['', ...HEAD].map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

/** For README's performance table. */
export const markdownOf = (rows: readonly Row[]): string =>
  [HEAD, ['---', '---:', '---:', '---:', '---'], ...rows.map((row) => cellsOf(row).map((cell) => cell.replaceAll('|', '\\|')))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
