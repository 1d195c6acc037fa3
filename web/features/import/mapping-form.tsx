import { App, Button, Flex, Input, Segmented, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ORDER_STATUSES } from '#contract/closed-lists.ts'
import type { OrderRow } from '#contract/orders.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { FIELD_GROUPS, type Field, mappingFrom, NEEDED, type OwnMapping, usualStatus } from './own-mapping.ts'
import type { FilePreview } from './preview.ts'

type MappingFormProps = { preview: FilePreview; isBusy: boolean; onCheck: (mapping: Record<string, unknown>) => void }
type Status = OrderRow['status']

/** Which column is which field: guessed first, corrected by selects, kept under a name. */
export function MappingForm({ preview, isBusy, onCheck }: MappingFormProps) {
  const { t } = useTranslation()
  const [own, setOwn] = useState<OwnMapping>(() => guessFrom(preview))
  const isComplete = NEEDED.every((field) => own.columns[field])
  const setColumn = (field: Field, column: string | undefined) => {
    const { [field]: _, ...others } = own.columns
    setOwn({ ...own, columns: column ? { ...others, [field]: column } : others })
  }
  const complete: OwnMapping = { ...own, words: { ...wordsIn(preview, own.columns.status), ...own.words } }
  return (
    <div className="panel">
      <Flex gap={20} wrap>
        <div className="import-option">
          {t('import.rowsAre')}
          <Segmented
            value={own.rows}
            onChange={(rows) => setOwn({ ...own, rows })}
            options={(['linePerRow', 'orderPerRow'] as const).map((value) => ({ value, label: t(`import.${value}`) }))}
          />
        </div>
        <div className="import-option">
          {t('import.dates')}
          <Segmented
            value={own.dates}
            onChange={(dates) => setOwn({ ...own, dates })}
            options={(['ymd', 'dmy', 'mdy'] as const).map((value) => ({ value, label: t(`import.dateOrders.${value}`) }))}
          />
        </div>
      </Flex>
      <div className="mapping-groups">
        {(Object.keys(FIELD_GROUPS) as (keyof typeof FIELD_GROUPS)[]).map((group) => (
          <fieldset key={group}>
            <legend>{t(`import.groups.${group}`)}</legend>
            {FIELD_GROUPS[group].map((field) => (
              <ColumnSelect key={field} field={field} header={preview.header} value={own.columns[field]} onChange={setColumn} />
            ))}
          </fieldset>
        ))}
      </div>
      {own.columns.status && (
        <StatusWords
          words={complete.words}
          preview={preview}
          column={own.columns.status}
          onChange={(words) => setOwn({ ...own, words })}
        />
      )}
      <Flex gap={8} wrap justify="space-between">
        <Button
          type="primary"
          ghost
          disabled={!isComplete}
          loading={isBusy}
          onClick={() => onCheck(mappingFrom(complete, preview.name))}
        >
          {t('import.check')}
        </Button>
        {isComplete && <SaveMapping own={complete} />}
      </Flex>
    </div>
  )
}

type ColumnSelectProps = {
  field: Field
  header: readonly string[]
  value: string | undefined
  onChange: (field: Field, column: string | undefined) => void
}

function ColumnSelect({ field, header, value, onChange }: ColumnSelectProps) {
  const { t } = useTranslation()
  const isMissing = NEEDED.includes(field) && !value
  return (
    <div className="mapping-field">
      <span>{t(`import.fields.${field}`)}</span>
      <Select
        allowClear
        showSearch
        {...(isMissing && { status: 'error' as const })}
        placeholder={isMissing ? t('import.needed') : t('import.none')}
        aria-label={t(`import.fields.${field}`)}
        value={value ?? null}
        onChange={(column: string | null | undefined) => onChange(field, column ?? undefined)}
        options={[...new Set(header)].filter(Boolean).map((name) => ({ value: name, label: name }))}
      />
    </div>
  )
}

type StatusWordsProps = {
  words: Record<string, Status>
  preview: FilePreview
  column: string
  onChange: (words: Record<string, Status>) => void
}

function StatusWords({ words, preview, column, onChange }: StatusWordsProps) {
  const { t } = useTranslation()
  const seen = valuesIn(preview, column)
  return (
    <fieldset className="mapping-words">
      <legend>{t('import.statusWords')}</legend>
      <span className="faint">{t('import.statusWordsHint')}</span>
      <Flex gap={12} wrap>
        {seen.map((word) => (
          <Flex key={word} gap={6} align="center">
            <Tag>{word}</Tag>→
            <Select<Status>
              style={{ width: 130 }}
              {...(words[word] === undefined && { status: 'error' as const })}
              value={words[word] ?? null}
              onChange={(status) => onChange({ ...words, [word]: status })}
              options={ORDER_STATUSES.map((status) => ({ value: status, label: t(`states.order.${status}`) }))}
              aria-label={word}
            />
          </Flex>
        ))}
      </Flex>
    </fieldset>
  )
}

function SaveMapping({ own }: { own: OwnMapping }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [name, setName] = useState('')
  const save = useCommand('orders.saveMapping', { onDone: () => void message.success(t('import.mappingSaved')) })
  const isEmpty = name.trim() === ''
  return (
    <Input.Search
      style={{ width: 320 }}
      maxLength={200}
      value={name}
      placeholder={t('import.mappingName')}
      enterButton={t('import.saveMapping')}
      loading={save.isPending}
      onChange={(event) => setName(event.target.value)}
      onSearch={() => {
        if (!isEmpty) save.mutate({ name: name.trim(), mapping: mappingFrom(own, name.trim()) })
      }}
    />
  )
}

function guessFrom(preview: FilePreview): OwnMapping {
  const fields = new Set<string>(Object.values(FIELD_GROUPS).flat())
  const columns = Object.fromEntries(
    preview.suggestion.filter(({ field }) => fields.has(field)).map(({ field, column }) => [field, column]),
  ) as OwnMapping['columns']
  return { columns, rows: repeats(preview, columns.platformOrderId) ? 'linePerRow' : 'orderPerRow', dates: 'ymd', words: {} }
}

/** Do order numbers come again in the next rows? Then a row is an item, not an order. */
function repeats(preview: FilePreview, column: string | undefined): boolean {
  const index = column ? preview.header.indexOf(column) : -1
  if (index < 0) return true
  const numbers = preview.rows.map((row) => row.cells[index] ?? '')
  return new Set(numbers).size < numbers.length
}

function valuesIn(preview: FilePreview, column: string): string[] {
  const index = preview.header.indexOf(column)
  return [...new Set(preview.rows.map((row) => row.cells[index]?.trim() ?? ''))].filter(Boolean)
}

function wordsIn(preview: FilePreview, column: string | undefined): Record<string, Status> {
  const known = (column ? valuesIn(preview, column) : []).flatMap((word) => {
    const status = usualStatus(word)
    return status ? [[word, status] as const] : []
  })
  return Object.fromEntries(known)
}
