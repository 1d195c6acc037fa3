/** A text in both languages: [中文, English]. A text without its translation does not compile. */
export type Pair = readonly [zh: string, en: string]
export type Pairs = { readonly [key: string]: Pair | Pairs }

export type InLanguage<T, L extends 0 | 1> = {
  readonly [K in keyof T]: T[K] extends Pair ? T[K][L] : InLanguage<T[K], L>
}

/** Keeps the literal texts, so that the names of {{parameters}} are checked where a text is used. */
export function texts<const T extends Pairs>(pairs: T): T {
  return pairs
}

/** One language of a tree of pairs, in the shape i18next wants. */
export function inLanguage<T extends Pairs, L extends 0 | 1>(pairs: T, language: L): InLanguage<T, L> {
  const entries = Object.entries(pairs).map(([key, value]) => [
    key,
    isPair(value) ? value[language] : inLanguage(value, language),
  ])
  return Object.fromEntries(entries) as InLanguage<T, L>
}

function isPair(value: Pair | Pairs): value is Pair {
  return Array.isArray(value)
}
