import { ArrowRightOutlined } from '@ant-design/icons'
import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useWords, type Words } from './use-words.ts'

const SHOWN = 40
const fieldsOf = ({ before, after }: LogRowView): string[] => [
  ...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]),
]

/** The first change in one line, or why it was refused. */
export function ChangeInShort({ row }: { row: LogRowView }) {
  const words = useWords(row)
  const [field, ...others] = fieldsOf(row)
  if (row.outcome === 'refused') return <span className="faint log-short">{sentenceOf(refusalOf(row))}</span>
  if (field === undefined) return null
  const value = row.after?.[field]
  const isList = Array.isArray(value) || Array.isArray(row.before?.[field])
  return (
    <span className="log-short">
      {words.fieldOf(field)}
      {!isList && (
        <>
          {': '}
          <del>{words.valuesOf(field, row.before?.[field]).join()}</del> <ArrowRightOutlined className="faint" />{' '}
          {words.valuesOf(field, value).join()}
        </>
      )}
      {others.length > 0 && <span className="faint"> +{others.length}</span>}
    </span>
  )
}

export function refusalOf(row: LogRowView): { code: string; params: Record<string, string | number> } {
  const { code, ...params } = row.details
  return { code: String(code), params: params as Record<string, string | number> }
}

/** Field by field, before → after; of lists only what came and went. */
export function Changes({ row }: { row: LogRowView }) {
  const { t } = useTranslation()
  const words = useWords(row)
  const fields = fieldsOf(row)
  if (fields.length === 0) return null
  return (
    <section>
      <Typography.Title level={5}>{t('log.changes')}</Typography.Title>
      <table className="log-changes">
        <thead>
          <tr>
            <th>{t('log.field')}</th>
            <th>{t('log.before')}</th>
            <th>{t('log.after')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.slice(0, SHOWN).map((field) => (
            <Change key={field} field={field} before={row.before?.[field]} after={row.after?.[field]} words={words} />
          ))}
        </tbody>
      </table>
      {fields.length > SHOWN && <p className="faint">{t('log.more', { n: fields.length - SHOWN })}</p>}
    </section>
  )
}

type ChangeProps = { field: string; before: unknown; after: unknown; words: Words }
function Change({ field, before, after, words }: ChangeProps) {
  const { t } = useTranslation()
  const [was, is] = [words.valuesOf(field, before), words.valuesOf(field, after)]
  const isList = Array.isArray(before) || Array.isArray(after)
  const gone = isList ? was.filter((value) => !is.includes(value)) : was
  const come = isList ? is.filter((value) => !was.includes(value)) : is
  const kept = isList ? is.length - come.length : 0
  return (
    <tr>
      <th scope="row">{words.fieldOf(field)}</th>
      <td>{gone.length === 0 ? <span className="faint">—</span> : gone.map((value) => <del key={value}>{value}</del>)}</td>
      <td>
        {come.length === 0 ? <span className="faint">—</span> : come.map((value) => <ins key={value}>{value}</ins>)}
        {kept > 0 && <span className="faint">{t('log.unchanged', { n: kept })}</span>}
      </td>
    </tr>
  )
}
