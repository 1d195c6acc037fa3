/** Small sums over lines. */
type CodedQuantity = { skuCode: string; quantity: number }

/** Pieces per merchant SKU; lines without a code are left out. */
export function quantityByCode(lines: readonly CodedQuantity[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { skuCode, quantity } of lines) if (skuCode !== '') sums.set(skuCode, (sums.get(skuCode) ?? 0) + quantity)
  return sums
}

export const demandOf = (lines: readonly CodedQuantity[]): { code: string; quantity: number }[] =>
  [...quantityByCode(lines)].map(([code, quantity]) => ({ code, quantity }))

const WORDS_LIMIT = 200

/** What a list shows of the lines: "黑色T恤 L ×2、袜子 ×1", cut at 200 characters. */
export function linesText(lines: readonly { title: string; variant: string; quantity: number }[]): string {
  const text = lines
    .map(({ title, variant, quantity }) => `${title}${variant === '' ? '' : ` ${variant}`} ×${quantity}`)
    .join('、')
  return text.length <= WORDS_LIMIT ? text : `${text.slice(0, WORDS_LIMIT - 1)}…`
}
