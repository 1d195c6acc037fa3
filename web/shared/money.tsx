const yuan = new Intl.NumberFormat('zh-CN', { style: 'currency', currency: 'CNY', minimumFractionDigits: 2 })

/** 12345 fen → ¥123.45 */
export function formatMoney(fen: number): string {
  return yuan.format(fen / 100)
}

export function Money({ fen }: { fen: number }) {
  return <span className="money">{formatMoney(fen)}</span>
}
