import type { Module } from '#kernel/module.ts'
import { parcelHoldings } from './claimed-parcels.ts'
import { exportJobs, exportOperations, exportRecurring } from './export/export-parts.ts'
import { importOperations, runImportJob } from './import/import-parts.ts'
import { mergingJobs, mergingOperations } from './merging/merging-parts.ts'
import { noteJobs, noteOperations } from './notes/note-parts.ts'
import { allocateParcels } from './operations/allocate-parcels.ts'
import { applyMessages } from './operations/apply-messages.ts'
import { approveForced } from './operations/approve-forced.ts'
import { approveParcels } from './operations/approve-parcels.ts'
import { claimNext } from './operations/claim-next.ts'
import { claimParcels } from './operations/claim-parcels.ts'
import { countStations } from './operations/count-stations.ts'
import { deleteView } from './operations/delete-view.ts'
import { giveBackParcels } from './operations/give-back-parcels.ts'
import { holdParcels } from './operations/hold-parcels.ts'
import { listChangedReviews } from './operations/list-changed-reviews.ts'
import { listDueReviews } from './operations/list-due-reviews.ts'
import { listOrders } from './operations/list-orders.ts'
import { listParcels } from './operations/list-parcels.ts'
import { listViews } from './operations/list-views.ts'
import { mergeParcels } from './operations/merge-parcels.ts'
import { quarantineMessage } from './operations/quarantine-message.ts'
import { readParcel } from './operations/read-parcel.ts'
import { readReviewSettings } from './operations/read-review-settings.ts'
import { recheckParcels } from './operations/recheck-parcels.ts'
import { releaseParcels } from './operations/release-parcels.ts'
import { revealReceiver } from './operations/reveal-receiver.ts'
import { reviewAutomatically } from './operations/review-automatically.ts'
import { saveReviewSettings } from './operations/save-review-settings.ts'
import { saveView } from './operations/save-view.ts'
import { setNote } from './operations/set-note.ts'
import { splitParcel } from './operations/split-parcel.ts'
import { summarizeOrders } from './operations/summarize-orders.ts'
import { takeOverParcels } from './operations/take-over-parcels.ts'
import { unmergeParcel } from './operations/unmerge-parcel.ts'
import { withdrawApproval } from './operations/withdraw-approval.ts'
import { reactions } from './order-events.ts'
import { orderJobs, orderRecurring } from './order-jobs.ts'
import { revealExpiries, revealJobs, revealOperations } from './reveals/reveal-parts.ts'
import { orderRows, parcelRows } from './row-kind-views.ts'

export const ordersModule: Module = {
  name: 'orders',
  holdings: [parcelHoldings],
  operations: [
    listOrders,
    listParcels,
    readParcel,
    revealReceiver,
    ...revealOperations,
    countStations,
    summarizeOrders,
    listViews,
    saveView,
    deleteView,
    claimParcels,
    claimNext,
    giveBackParcels,
    takeOverParcels,
    approveParcels,
    approveForced,
    holdParcels,
    releaseParcels,
    withdrawApproval,
    recheckParcels,
    mergeParcels,
    unmergeParcel,
    splitParcel,
    allocateParcels,
    setNote,
    ...noteOperations,
    ...mergingOperations,
    readReviewSettings,
    saveReviewSettings,
    applyMessages,
    quarantineMessage,
    listDueReviews,
    listChangedReviews,
    reviewAutomatically,
    ...importOperations,
    ...exportOperations,
  ],
  rowKinds: [orderRows, parcelRows],
  jobs: [...orderJobs, ...noteJobs, ...mergingJobs, ...revealJobs, runImportJob, ...exportJobs],
  reactions,
  expiries: revealExpiries,
  recurring: [...orderRecurring, ...exportRecurring],
}
