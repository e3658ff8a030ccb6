// Apart from the pages: tabs and dialogs are chunks of their own, each fetched when it is first opened.

/** The members of a campaign. */
export const loadMembersTab = async () => (await import('../members/members-tab.svelte')).default;

/** What it sends. */
export const loadMessageTab = async () => (await import('./message-tab.svelte')).default;

/** Whom it goes to. */
export const loadAudienceTab = async () => (await import('./audience-tab.svelte')).default;

/** The drips of a campaign. */
export const loadDripsTab = async () => (await import('../drips/drips-tab.svelte')).default;

/** The A/B tests of a campaign. */
export const loadExperimentsTab = async () => (await import('../experiments/experiments-tab.svelte')).default;

/** The nurture programmes of a campaign. */
export const loadNurturesTab = async () => (await import('../nurtures/nurtures-tab.svelte')).default;

/** What is next for its members. */
export const loadNextTab = async () => (await import('../next-actions/campaign-actions-tab.svelte')).default;

/** What it earned. */
export const loadEarnedTab = async () => (await import('../attribution/earned-tab.svelte')).default;

/** What it earned, how far people came, and how that went over time. */
export const loadReportTab = async () => (await import('../reports/campaign-report-tab.svelte')).default;

/** What of a broadcast waits, and until when. */
export const loadWaitingMessages = async () => (await import('./waiting-messages.svelte')).default;

/** What campaigns of the list earned, in words. */
export const loadEarnedCells = async () => (await import('./earned-cells.ts')).earnedCells;

/** What it costs, with its chart. */
export const loadBudgetTab = async () => (await import('../costs/budget-tab.svelte')).default;

/** Messages that may or may not have arrived. */
export const loadUncertain = async () => (await import('./uncertain-messages.svelte')).default;

/** Every figure, its own and with all below it. */
export const loadPerformanceTab = async () => (await import('./performance-tab.svelte')).default;

/** What stands above and below it, with the sums. */
export const loadHierarchyTab = async () => (await import('./hierarchy-tab.svelte')).default;

/** Who asked for its approval, and who decided. */
export const loadApprovalsTab = async () => (await import('./approvals-tab.svelte')).default;

/** What was changed of it. */
export const loadHistoryTab = async () => (await import('./history-tab.svelte')).default;

/** What commands ask before they are obeyed. */
export const loadCommandDialogs = async () => (await import('./command-dialogs.svelte')).default;

/** The form of the plan. */
export const loadEditCampaign = async () => (await import('./edit-campaign.svelte')).default;

/** The list of campaigns as a tree. */
export const loadCampaignTree = async () => (await import('./campaign-tree.svelte')).default;

/** What can be done with several campaigns at once. */
export const loadListBulk = async () => (await import('./list-bulk.svelte')).default;

/** The filters that are seldom asked for. */
export const loadMoreFilters = async () => (await import('./more-filters.svelte')).default;

/** The form in which a view is named. */
export const loadViewDialog = async () => (await import('./view-dialog.svelte')).default;

/** The choice of columns. */
export const loadColumnDialog = async () => (await import('./column-dialog.svelte')).default;

/** Who is in its drips and programmes. */
export const loadJourneysNow = async () => (await import('./journeys-now.svelte')).default;

/** The blocks of a message, with the builder behind them. */
export const loadMessageBlocks = async () => (await import('../blocks/message-blocks.svelte')).default;
