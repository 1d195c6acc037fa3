import { useTranslation } from 'react-i18next'

export function ObjectKind({ kind }: { kind: string }) {
  const { t, i18n } = useTranslation()
  const key = `log.objectKinds.${kind}`
  return i18n.exists(key) ? t(key as 'log.objectKinds.account') : kind
}
