/** The shape of an error users can meet. `{name}` in a sentence is a parameter; `params` lists them with their type. */

type ParamKind = 'text' | 'number'
export type ErrorDefinition = { code: string; status: number; params: Record<string, ParamKind>; zh: string; en: string }

export function define<const P extends Record<string, ParamKind>>(
  code: string,
  status: number,
  params: P,
  zh: string,
  en: string,
) {
  return { code, status, params, zh, en }
}

export type ErrorParams<D extends ErrorDefinition> = {
  [K in keyof D['params']]: D['params'][K] extends 'number' ? number : string
}

/** The sentence of an error in a language, with its parameters filled in. */
export function errorSentence(definition: ErrorDefinition, params: Record<string, unknown>, language: 'zh' | 'en'): string {
  return definition[language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
}
