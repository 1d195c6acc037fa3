import { Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DOCUMENTS } from '#contract/closed-lists.ts'
import { DocumentDialog, type DocumentKind } from './document-dialog.tsx'

/** Pick list or delivery notes of the chosen parcels, before or after their labels. */
export function DocumentsButton({ parcelIds }: { parcelIds: readonly string[] }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<DocumentKind | null>(null)
  return (
    <>
      <Dropdown.Button
        style={{ width: 'auto' }}
        onClick={() => setOpened('pickList')}
        trigger={['click']}
        menu={{
          items: DOCUMENTS.map((key) => ({ key, label: t(`fulfilment.documents.${key}`) })),
          onClick: ({ key }) => setOpened(key === 'pickList' ? 'pickList' : 'deliveryNote'),
        }}
      >
        {t('fulfilment.documents.pickList')}
      </Dropdown.Button>
      {opened && <DocumentDialog document={opened} parcelIds={parcelIds} onClose={() => setOpened(null)} />}
    </>
  )
}
