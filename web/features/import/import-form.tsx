import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Flex, Popconfirm, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShopRow } from '#contract/shops.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import type { InputOf, OutputOf } from '#web/shared/api.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { FileFacts } from './file-facts.tsx'
import { MappingForm } from './mapping-form.tsx'
import { type FilePreview, previewOf } from './preview.ts'
import { PreviewTable } from './preview-table.tsx'

/** How the file is to be read: recognised by itself, by a saved format's name, or by what is on the form. */
export type Reading = Pick<InputOf<'orders.previewImport'>, 'preset' | 'mapping'>
type ImportFormProps = { fileId: string; shops: readonly ShopRow[] }

export function ImportForm({ fileId, shops }: ImportFormProps) {
  const { t } = useTranslation()
  const [reading, setReading] = useState<Reading>({})
  const [isMapping, setMapping] = useState(false)
  const query = useOperation('orders.previewImport', { fileId, ...reading }, { staleMs: Number.POSITIVE_INFINITY })
  if (query.isLoading) return <Skeleton active title={{ width: 200 }} />
  const preview = query.data && previewOf(query.data)
  return (
    <Flex vertical gap={16}>
      {query.error && <Alert type="error" showIcon title={t('import.wouldRefuse')} description={sentenceOf(query.error)} />}
      {preview && (
        <>
          <Recognised preview={preview} isOwn={reading.mapping !== undefined} />
          <FormatChoice
            preview={preview}
            reading={reading}
            isMapping={isMapping}
            onReading={(next) => {
              setMapping(false)
              setReading(next)
            }}
            onMap={() => setMapping(true)}
          />
          {(isMapping || (preview.mapping === null && reading.mapping === undefined) || reading.mapping !== undefined) && (
            <MappingForm preview={preview} isBusy={query.isFetching} onCheck={(mapping) => setReading({ mapping })} />
          )}
          <PreviewTable preview={preview} />
          <StartBar
            fileId={fileId}
            reading={reading}
            shops={shops}
            isReady={preview.mapping !== null && preview.problem === null}
            problem={preview.mapping === null ? null : preview.problem}
          />
        </>
      )}
    </Flex>
  )
}

function Recognised({ preview, isOwn }: { preview: FilePreview; isOwn: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { mapping, problem } = preview
  const isKnown = mapping !== null
  return (
    <div className="panel">
      <FileFacts preview={preview} />
      {problem && isKnown ? (
        <Alert type="error" showIcon title={t('import.wouldRefuse')} description={problem.message[language]} />
      ) : (
        <Alert
          type={isKnown ? 'success' : 'info'}
          showIcon
          title={isOwn ? t('import.own') : isKnown ? t('import.known', { title: mapping.title[language] }) : t('import.unknown')}
          description={t(isOwn ? 'import.ownHint' : isKnown ? 'import.knownHint' : 'import.unknownHint')}
        />
      )}
    </div>
  )
}

type FormatChoiceProps = {
  preview: FilePreview
  reading: Reading
  isMapping: boolean
  onReading: (reading: Reading) => void
  onMap: () => void
}

function FormatChoice({ preview, reading, isMapping, onReading, onMap }: FormatChoiceProps) {
  const { t } = useTranslation()
  const saved = useOperation('orders.listMappings', {}).data?.rows ?? []
  const { preset } = reading
  const isOwn = reading.mapping !== undefined || isMapping || preview.mapping === null
  return (
    <Flex gap={8} wrap>
      {saved.length > 0 && (
        <Select
          allowClear
          style={{ minWidth: 200 }}
          placeholder={t('import.savedMapping')}
          value={preset ?? null}
          onChange={(chosen: string | undefined) => onReading(chosen ? { preset: chosen } : {})}
          options={saved.map((mapping) => ({ value: mapping.name, label: mapping.name }))}
        />
      )}
      {preset && <DeleteMapping saved={saved.find((mapping) => mapping.name === preset)} onDone={() => onReading({})} />}
      {!isOwn && <Button onClick={onMap}>{t('import.editMapping')}</Button>}
      {(isMapping || reading.mapping !== undefined) && <Button onClick={() => onReading({})}>{t('import.useKnown')}</Button>}
    </Flex>
  )
}

type Saved = OutputOf<'orders.listMappings'>['rows'][number]

function DeleteMapping({ saved, onDone }: { saved: Saved | undefined; onDone: () => void }) {
  const { t } = useTranslation()
  const remove = useCommand('orders.deleteMapping', { onDone })
  if (!saved) return null
  return (
    <Popconfirm
      title={t('import.deleteMapping', { name: saved.name })}
      onConfirm={() => remove.mutate({ mappingId: saved.mappingId })}
    >
      <Button danger loading={remove.isPending}>
        {t('shared.remove')}
      </Button>
    </Popconfirm>
  )
}

type StartBarProps = ImportFormProps & { reading: Reading; isReady: boolean; problem: FilePreview['problem'] }

function StartBar({ fileId, reading, shops, isReady, problem }: StartBarProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const navigate = useNavigate()
  const [shopId, setShopId] = useState(shops.length === 1 ? shops[0]?.shopId : undefined)
  const start = useCommand('orders.startImport', {
    onDone: ({ importId }) => void navigate({ to: '/import/$importId', params: { importId } }),
  })
  return (
    <div className="import-start">
      <Flex gap={8} align="center" wrap>
        {t('import.intoShop')}
        <Select
          style={{ minWidth: 220 }}
          value={shopId ?? null}
          onChange={setShopId}
          options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
          aria-label={t('import.intoShop')}
        />
      </Flex>
      {problem && <span className="import-problem warn">{problem.message[language]}</span>}
      <Button
        type="primary"
        size="large"
        disabled={!isReady || !shopId}
        loading={start.isPending}
        onClick={() => shopId && start.mutate({ fileId, shopId, ...reading })}
      >
        {t('import.start')}
      </Button>
    </div>
  )
}
