import { CheckCircleFilled, ClockCircleOutlined, CopyOutlined, DownloadOutlined } from '@ant-design/icons'
import { App, Button, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import { ApiError, call, type OutputOf } from '#web/shared/api.ts'
import { useProblemToast } from '#web/shared/problem-toast.tsx'

type Proof = OutputOf<'team.proveLogEntry'>
const COMMAND = 'node verify-log-standalone.mjs proof'

/** Where the entry stands in the sealed log, and the file by which an outsider checks it. */
export function ProofOf({ row, isOwn }: { row: LogRowView; isOwn: boolean }) {
  const { t } = useTranslation()
  const proof = useProof(row, isOwn)
  const isSealed = row.seq !== null
  return (
    <section className="log-proof">
      <Flex gap={8} align="center">
        {isSealed ? <CheckCircleFilled className="log-sealed" /> : <ClockCircleOutlined />}
        <strong>{isSealed ? t('log.sealAt', { seq: row.seq ?? '' }) : t('log.sealWaiting')}</strong>
      </Flex>
      <p className="faint">{t('log.sealHint')}</p>
      <Flex gap={8} wrap>
        <Button icon={<DownloadOutlined />} loading={proof.isBusy} onClick={proof.download}>
          {t('log.download')}
        </Button>
        <Button icon={<CopyOutlined />} loading={proof.isBusy} onClick={proof.copyKey}>
          {t('log.copyKey')}
        </Button>
      </Flex>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {t('log.howTo')}:{' '}
        <code>
          {COMMAND} log-{row.seq ?? 'N'}.tlog-proof --key …
        </code>
      </Typography.Text>
    </section>
  )
}

/** Asked for once; asking is an entry of the log too. */
function useProof(row: LogRowView, isOwn: boolean) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const showProblem = useProblemToast()
  const [known, setKnown] = useState<Proof | null>(null)
  const [isBusy, setBusy] = useState(false)
  const withProof = async (use: (proof: Proof) => void | Promise<void>) => {
    setBusy(true)
    try {
      const proof = known ?? (await call(isOwn ? 'team.proveOwnLogEntry' : 'team.proveLogEntry', { entryId: row.entryId }))
      setKnown(proof)
      await use(proof)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      showProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return {
    isBusy,
    download: () => void withProof(({ proof, seq }) => saveText(`log-${seq}.tlog-proof`, proof)),
    copyKey: () =>
      void withProof(async ({ verifierKey }) => {
        await navigator.clipboard.writeText(verifierKey)
        void message.success(t('log.keyCopied'))
      }),
  }
}

function saveText(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
