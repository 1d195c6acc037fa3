import { InboxOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Progress, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useMayCall } from '#web/app/session.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useShops } from '#web/shared/shop-select.tsx'
import { EarlierImports } from './earlier-imports.tsx'
import { ImportForm } from './import-form.tsx'
import { uploadOrderFile } from './upload-order-file.ts'
import './import.css'

/** From a file on somebody's desk to orders: drop, check, start. */
export function ImportPage() {
  const { t } = useTranslation()
  const [fileId, setFileId] = useState<string | null>(null)
  const shops = useImportShops()
  return (
    <>
      <PageTitle
        title={t('import.title')}
        hint={t('import.hint')}
        actions={fileId && <Button onClick={() => setFileId(null)}>{t('import.other')}</Button>}
      />
      {shops?.length === 0 ? (
        <NoShops />
      ) : fileId ? (
        <ImportForm key={fileId} fileId={fileId} shops={shops ?? []} />
      ) : (
        <DropZone onUploaded={setFileId} />
      )}
      {!fileId && <EarlierImports />}
    </>
  )
}

/** Shops that take files and in which this person may import. Undefined while they are not known. */
function useImportShops() {
  const may = useMay()
  const { rows, isLoading } = useShops()
  if (isLoading) return undefined
  return rows.filter((shop) => shop.capabilities.includes('fileImport') && may('orders.import', shop.shopId))
}

function NoShops() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  return (
    <EmptyList
      title={t('import.noShops')}
      hint={t('import.noShopsHint')}
      action={
        mayCall('shops.addShop') && (
          <Link to="/shops">
            <Button type="primary">{t('import.toShops')}</Button>
          </Link>
        )
      }
    />
  )
}

type Sending = { name: string; share: number; stop: AbortController }

function DropZone({ onUploaded }: { onUploaded: (fileId: string) => void }) {
  const { t } = useTranslation()
  const [sending, setSending] = useState<Sending | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const send = async (file: File) => {
    const stop = new AbortController()
    setProblem(null)
    setSending({ name: file.name, share: 0, stop })
    try {
      const { fileId } = await uploadOrderFile(file, (share) => setSending({ name: file.name, share, stop }), stop.signal)
      onUploaded(fileId)
    } catch (error) {
      setProblem(error)
    } finally {
      setSending(null)
    }
  }
  if (sending)
    return (
      <div className="panel import-sending">
        <span>{t('import.uploading', { name: sending.name })}</span>
        <Progress percent={Math.floor(sending.share * 100)} status="active" />
        <Button
          onClick={() => {
            sending.stop.abort()
            setSending(null)
          }}
        >
          {t('shared.cancel')}
        </Button>
      </div>
    )
  return (
    <>
      {problem !== null && (
        <Alert className="filter-bar" type="error" showIcon title={t('import.uploadFailed')} description={sentenceOf(problem)} />
      )}
      <Upload.Dragger
        height={190}
        accept=".csv,.xlsx,.gz,.xz,.txt"
        showUploadList={false}
        beforeUpload={(file) => {
          void send(file)
          return false
        }}
      >
        <div className="import-drop">
          <InboxOutlined />
          <strong>{t('import.drop')}</strong>
          <span className="faint">{t('import.dropHint')}</span>
        </div>
      </Upload.Dragger>
    </>
  )
}
