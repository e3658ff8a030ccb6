// Made by `npm run api:types` from the API's own document; do not edit.
export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts by name */
        get: operations["getAccounts"];
        put?: never;
        /** Add an account */
        post: operations["postAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account */
        get: operations["getAccountsId"];
        put?: never;
        post?: never;
        /** Delete an account; its people stay and belong to none */
        delete: operations["deleteAccountsId"];
        options?: never;
        head?: never;
        /** Change an account */
        patch: operations["patchAccountsId"];
        trace?: never;
    };
    "/api/v1/accounts/by-external-id/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add the account of an external id, or change the given fields */
        put: operations["putAccountsByExternalIdExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Two ids of one person */
        post: operations["postAlias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API keys of the organisation, newest first */
        get: operations["getApiKeys"];
        put?: never;
        /** Make an API key; its text is in this answer and never shown again */
        post: operations["postApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key at once */
        delete: operations["deleteApiKeysId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for a decision, oldest first: campaigns, new versions of drips, new items of nurture programmes */
        get: operations["getApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation’s own attributes of people */
        get: operations["getAttributes"];
        put?: never;
        /** Add an attribute */
        post: operations["postAttributes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attributes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an attribute and everybody’s value of it */
        delete: operations["deleteAttributesId"];
        options?: never;
        head?: never;
        /** Give an attribute another label; its key and type stay */
        patch: operations["patchAttributesId"];
        trace?: never;
    };
    "/api/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what, newest first */
        get: operations["getAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several calls at once; good ones are stored whatever the others are */
        post: operations["postBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/campaigns/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop several campaigns for good */
        post: operations["postBulkCampaignsCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/campaigns/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give several campaigns other tags, another owner or another parent */
        post: operations["postBulkCampaignsOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/campaigns/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause several campaigns */
        post: operations["postBulkCampaignsPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/campaigns/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let several campaigns go on */
        post: operations["postBulkCampaignsResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/campaigns/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for approval of several campaigns */
        post: operations["postBulkCampaignsSubmit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/campaigns/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take several campaigns back from review */
        post: operations["postBulkCampaignsWithdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns, broadcasts, drip steps and casts between two moments */
        get: operations["getCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calendars that other programs subscribe to, the newest first */
        get: operations["getCalendarFeeds"];
        put?: never;
        /** Make a feed; its address is shown in this answer and never again */
        post: operations["postCalendarFeeds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a feed back: its address answers 404 from now on */
        delete: operations["deleteCalendarFeedsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/overlaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Days from today on with several sends that reach the same people, and how many those are */
        get: operations["getCalendarOverlaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaign-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tags that campaigns have, with how many have each */
        get: operations["getCampaignTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaign-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaign types with their statuses in order */
        get: operations["getCampaignTypes"];
        put?: never;
        /** Make a campaign type */
        post: operations["postCampaignTypes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaign-types/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One campaign type */
        get: operations["getCampaignTypesId"];
        put?: never;
        post?: never;
        /** Delete a campaign type that no campaign has */
        delete: operations["deleteCampaignTypesId"];
        options?: never;
        head?: never;
        /** Change a campaign type; the statuses of existing members stay as they are */
        patch: operations["patchCampaignTypesId"];
        trace?: never;
    };
    "/api/v1/campaign-types/{id}/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many members have each status of a type, over all campaigns */
        get: operations["getCampaignTypesIdUse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns with their figures */
        get: operations["getCampaigns"];
        put?: never;
        /** Make a campaign; it starts as a draft */
        post: operations["postCampaigns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One campaign */
        get: operations["getCampaignsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a campaign; what is approved goes back to draft where content or audience change */
        patch: operations["patchCampaignsId"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All requests for approval of a campaign and what became of them, newest first */
        get: operations["getCampaignsIdApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve what was submitted; not by one of its authors */
        post: operations["postCampaignsIdApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/broadcasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign's broadcasts in their order, with figures */
        get: operations["getCampaignsIdBroadcasts"];
        put?: never;
        /** Add a broadcast: one message to one audience */
        post: operations["postCampaignsIdBroadcasts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/broadcasts/{broadcastId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One broadcast */
        get: operations["getCampaignsIdBroadcastsBroadcastId"];
        put?: never;
        post?: never;
        /** Remove a broadcast that has not begun */
        delete: operations["deleteCampaignsIdBroadcastsBroadcastId"];
        options?: never;
        head?: never;
        /** Change message or audience; an approval is voided by it */
        patch: operations["patchCampaignsIdBroadcastsBroadcastId"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/broadcasts/{broadcastId}/departures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When people get a broadcast that goes by their own clocks: which zones, how many, and what has gone */
        get: operations["getCampaignsIdBroadcastsBroadcastIdDepartures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/broadcasts/{broadcastId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The message as a person would get it, and what the checks say */
        post: operations["postCampaignsIdBroadcastsBroadcastIdPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/broadcasts/{broadcastId}/test-send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the message as it is saved to up to five addresses, marked as a test */
        post: operations["postCampaignsIdBroadcastsBroadcastIdTestSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/broadcasts/{broadcastId}/uncertain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages of which nobody can say whether they arrived; they are not sent again unless a person says so */
        get: operations["getCampaignsIdBroadcastsBroadcastIdUncertain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/broadcasts/{broadcastId}/uncertain/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave uncertain messages as they are, or send them again (some people may get them twice) */
        post: operations["postCampaignsIdBroadcastsBroadcastIdUncertainDecide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Budget against costs: spent, remaining, variance, cost per response and per lead */
        get: operations["getCampaignsIdBudget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign's own calendar: from its start to its end where no range is given */
        get: operations["getCampaignsIdCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop for good; what is queued is taken back */
        post: operations["postCampaignsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/clone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a copy would have and what not; with a rule, when each copy of the series would start */
        get: operations["getCampaignsIdClone"];
        put?: never;
        /** Copy a campaign: type, parts and budget as planned, and nothing of what became of it */
        post: operations["postCampaignsIdClone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/clone-series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copy a campaign for each day of a recurrence rule with an end; all copies or none */
        post: operations["postCampaignsIdCloneSeries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close it; what is queued is taken back */
        post: operations["postCampaignsIdComplete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign's cost lines in their order */
        get: operations["getCampaignsIdCosts"];
        put?: never;
        /** Add a cost line; a refund is a negative actual amount. Going over the budget is said and not forbidden */
        post: operations["postCampaignsIdCosts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/costs/{costId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cost line */
        get: operations["getCampaignsIdCostsCostId"];
        put?: never;
        post?: never;
        /** Remove a cost line that was a mistake; what came back is a line of its own */
        delete: operations["deleteCampaignsIdCostsCostId"];
        options?: never;
        head?: never;
        /** Change a cost line; another amount, currency or date values it anew */
        patch: operations["patchCampaignsIdCostsCostId"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/costs/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a line would be worth, and whether it would go over the budget; nothing is written */
        get: operations["getCampaignsIdCostsCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/costs/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put the lines in another order; names each of them once */
        put: operations["putCampaignsIdCostsOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign's drips in their order, with how many people are in them */
        get: operations["getCampaignsIdDrips"];
        put?: never;
        /** Add a drip: steps that each person takes at their own pace */
        post: operations["postCampaignsIdDrips"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One drip with its definition */
        get: operations["getCampaignsIdDripsDripId"];
        put?: never;
        post?: never;
        /** Remove a drip that has not begun */
        delete: operations["deleteCampaignsIdDripsDripId"];
        options?: never;
        head?: never;
        /** Change a drip that has not begun; an approval is voided by it. One that runs gets a new version instead */
        patch: operations["patchCampaignsIdDripsDripId"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls of webhooks that the drip made or makes, newest first: how often they were tried, and why they did not do */
        get: operations["getCampaignsIdDripsDripIdCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/calls/{dripCallId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a call now that would be tried later */
        post: operations["postCampaignsIdDripsDripIdCallsDripCallIdRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let people into a drip that runs: some by name, or whoever is on a list or in a segment at this moment */
        post: operations["postCampaignsIdDripsDripIdEnrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How each step does: who came, waits, went on, left; and the messages */
        get: operations["getCampaignsIdDripsDripIdFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold the whole drip: nobody moves and nothing of it goes */
        post: operations["postCampaignsIdDripsDripIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in the drip or was, where and why; newest first */
        get: operations["getCampaignsIdDripsDripIdPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/people/{personId}/exit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a person out; what has not gone is not sent */
        post: operations["postCampaignsIdDripsDripIdPeoplePersonIdExit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/people/{personId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold a person where they are; a message that has not gone waits */
        post: operations["postCampaignsIdDripsDripIdPeoplePersonIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/people/{personId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a held person go on */
        post: operations["postCampaignsIdDripsDripIdPeoplePersonIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/people/{personId}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave out the step that a person stands at */
        post: operations["postCampaignsIdDripsDripIdPeoplePersonIdSkip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let it go on; who came due meanwhile goes at once, spread over hours, or without the message that was missed */
        post: operations["postCampaignsIdDripsDripIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a drip, newest first */
        get: operations["getCampaignsIdDripsDripIdVersions"];
        put?: never;
        /** A new version of a drip that runs, or a former one again; `dryRun` says how many people each choice touches */
        post: operations["postCampaignsIdDripsDripIdVersions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/versions/{number}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a version; not by its author */
        post: operations["postCampaignsIdDripsDripIdVersionsNumberApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/versions/{number}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a version, saying why */
        post: operations["postCampaignsIdDripsDripIdVersionsNumberReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/drips/{dripId}/versions/{number}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a version back from review */
        post: operations["postCampaignsIdDripsDripIdVersionsNumberWithdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/hierarchy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a campaign stands: those above it and those directly below it, each with its own figures and its roll-up */
        get: operations["getCampaignsIdHierarchy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/intakes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Large groups that were or are being taken in, newest first */
        get: operations["getCampaignsIdIntakes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/intakes/{intakeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One intake with its progress */
        get: operations["getCampaignsIdIntakesIntakeId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/intakes/{intakeId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an intake; who is in stays in */
        post: operations["postCampaignsIdIntakesIntakeIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members of a campaign with their status */
        get: operations["getCampaignsIdMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set a member's status */
        patch: operations["patchCampaignsIdMembersMemberId"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/members/{memberId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a member, newest first: who or what changed the status, and when */
        get: operations["getCampaignsIdMembersMemberIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/members/add-from": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add everybody of a list, of another campaign or of a segment; who is a member already stays as they are */
        post: operations["postCampaignsIdMembersAddFrom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/members/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add, remove or set the status of up to 5,000 people; a result per row, bad rows do not stop the good ones */
        post: operations["postCampaignsIdMembersBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/members/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The members in numbers: leads, converted and contacts, by status and by source */
        get: operations["getCampaignsIdMembersSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/message/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A message of a broadcast, of a drip’s step or of a nurture item as a person would get it, saved or not, and what the checks say */
        post: operations["postCampaignsIdMessagePreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/message/test-send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message as it stands, saved or not, to up to five addresses, marked as a test */
        post: operations["postCampaignsIdMessageTestSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign's nurture programmes with their streams and items */
        get: operations["getCampaignsIdNurtures"];
        put?: never;
        /** Add a nurture programme: each cast sends every member the first item that they have not had */
        post: operations["postCampaignsIdNurtures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One nurture programme with its streams and items */
        get: operations["getCampaignsIdNurturesNurtureId"];
        put?: never;
        post?: never;
        /** Remove a nurture programme that has not begun */
        delete: operations["deleteCampaignsIdNurturesNurtureId"];
        options?: never;
        head?: never;
        /** Change schedule, streams and transitions before it has begun; an approval is voided by it */
        patch: operations["patchCampaignsIdNurturesNurtureId"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/casts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The casts that were, the latest first, with what each gave to how many */
        get: operations["getCampaignsIdNurturesNurtureIdCasts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add an item; to a programme that runs it comes with the next cast after somebody else has approved it */
        post: operations["postCampaignsIdNurturesNurtureIdItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/items/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an item that was not approved yet */
        delete: operations["deleteCampaignsIdNurturesNurtureIdItemsItemId"];
        options?: never;
        head?: never;
        /** Hold an item, let it go again, or date it; name and content change only before it is approved */
        patch: operations["patchCampaignsIdNurturesNurtureIdItemsItemId"];
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/items/{itemId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve an item that came to a programme that runs, at the version in If-Match; not by who wrote any of it */
        post: operations["postCampaignsIdNurturesNurtureIdItemsItemIdApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in it, with what the next cast means for each */
        get: operations["getCampaignsIdNurturesNurtureIdMembers"];
        put?: never;
        /** Add people, or everybody on a list or in a segment at this moment; who is in it stays as they are */
        post: operations["postCampaignsIdNurturesNurtureIdMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/members/{personId}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a member to another stream; what they have had there is not sent again */
        post: operations["postCampaignsIdNurturesNurtureIdMembersPersonIdMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/members/{personId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a member nothing until they go on */
        post: operations["postCampaignsIdNurturesNurtureIdMembersPersonIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/members/{personId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused member go on with the next cast */
        post: operations["postCampaignsIdNurturesNurtureIdMembersPersonIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/next-cast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the next cast sends to whom, before it happens; a filter narrows the people, not the counts */
        get: operations["getCampaignsIdNurturesNurtureIdNextCast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put the items of a stream into an order: a new top item goes to everyone at the next cast. With If-Match (the version of the programme) items that are left out are taken off */
        put: operations["putCampaignsIdNurturesNurtureIdOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold the whole programme: its casts go by, and what is on the road waits */
        post: operations["postCampaignsIdNurturesNurtureIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/nurtures/{nurtureId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let it go on with the next cast; casts that went by are left out */
        post: operations["postCampaignsIdNurturesNurtureIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold everything within one batch */
        post: operations["postCampaignsIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every figure of a campaign: its own, and rolled up with all below it */
        get: operations["getCampaignsIdPerformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/preflight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who gets it, who does not and why, what is wrong, how long it takes */
        get: operations["getCampaignsIdPreflight"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live progress as server-sent events: an event `progress` whenever something has changed */
        get: operations["getCampaignsIdProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send it back to draft with a comment */
        post: operations["postCampaignsIdReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on; who came due in its drips meanwhile goes at once, spread over hours, or without the message that was missed */
        post: operations["postCampaignsIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/resume-sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release the campaign's kill switch */
        post: operations["postCampaignsIdResumeSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the start, or move it */
        post: operations["postCampaignsIdSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start now */
        post: operations["postCampaignsIdStart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/stop-sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The campaign's kill switch: nothing more leaves, whatever its state */
        post: operations["postCampaignsIdStopSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for approval; content and audience are locked from here on */
        post: operations["postCampaignsIdSubmit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/uncertain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages of which nobody can say whether they arrived; they are not sent again unless a person says so: of its broadcasts, drips and nurture programmes */
        get: operations["getCampaignsIdUncertain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/uncertain/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave uncertain messages as they are, or send them again (some people may get them twice); what belongs to a drip or a programme that is over is not sent again */
        post: operations["postCampaignsIdUncertainDecide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it back from review */
        post: operations["postCampaignsIdWithdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exchange-rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rates into the organisation's currency, by currency, the newest first */
        get: operations["getExchangeRates"];
        /** Set rates by currency and day; what was valued by an earlier rate keeps its value */
        put: operations["putExchangeRates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exchange-rates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a rate; what was valued by it keeps its value */
        delete: operations["deleteExchangeRatesId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exchange-rates/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set rates from a CSV file with the columns currency, date and rate; bad rows do not stop the good ones */
        post: operations["postExchangeRatesImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports, newest first */
        get: operations["getExports"];
        put?: never;
        /** Write people to a CSV file that can be downloaded */
        post: operations["postExports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One export with its progress */
        get: operations["getExportsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an export */
        post: operations["postExportsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the file; cells that a spreadsheet would run as a formula are made harmless */
        get: operations["getExportsIdFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The account that somebody belongs to */
        post: operations["postGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Days that waits for business days leave out, in the order of the calendar */
        get: operations["getHolidays"];
        /** Set holidays by their day; a day that is one already gets the name */
        put: operations["putHolidays"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Make a day a business day again */
        delete: operations["deleteHolidaysDay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set holidays from an iCalendar text or from lines of date and name; bad rows do not stop the good ones */
        post: operations["postHolidaysImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say who somebody is, and their traits */
        post: operations["postIdentify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports, newest first */
        get: operations["getImports"];
        put?: never;
        /** Import people from a CSV file of up to 500 MB */
        post: operations["postImports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import with its progress */
        get: operations["getImportsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an import after the batch it is at; what was merged stays */
        post: operations["postImportsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Errors and warnings by row; the header is row 1 */
        get: operations["getImportsIdErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/errors.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The errors and warnings as a file: row, field, severity, reason, value */
        get: operations["getImportsIdErrorsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file and see how it would be read; `fileId` then goes into POST /imports */
        post: operations["postImportsPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of the whole installation */
        get: operations["getInstallation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/resume-sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the installation send again */
        post: operations["postInstallationResumeSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/sending-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How fast receiving domains are sent to, over all organisations; a domain that is missing has no limit */
        get: operations["getInstallationSendingLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/sending-limits/{domain}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the limit of a receiving domain; workers go by it within some seconds */
        put: operations["putInstallationSendingLimitsDomain"];
        post?: never;
        /** Take the limit of a receiving domain away */
        delete: operations["deleteInstallationSendingLimitsDomain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/stop-sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Outermost kill switch: no organisation sends anything until it is resumed */
        post: operations["postInstallationStopSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Static lists by name; the people of one are at /people?listId= */
        get: operations["getLists"];
        put?: never;
        /** Make a list */
        post: operations["postLists"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One list */
        get: operations["getListsId"];
        put?: never;
        post?: never;
        /** Delete a list; the people on it stay */
        delete: operations["deleteListsId"];
        options?: never;
        head?: never;
        /** Change a list’s name or description */
        patch: operations["patchListsId"];
        trace?: never;
    };
    "/api/v1/lists/{id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put people on a list, or take them off it */
        post: operations["postListsIdPeople"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is calling, for which organisation, and what they may do */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller is told: who came to steps that tell their owner, those of one step together, unread first */
        get: operations["getNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep that the caller knows of a step, or of everything */
        post: operations["postNotificationsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The three success metrics, and where the organisation stands today */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A page that somebody saw */
        post: operations["postPage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People; `q` is the beginning of a name or e-mail address */
        get: operations["getPeople"];
        put?: never;
        /** Add a person */
        post: operations["postPeople"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person */
        get: operations["getPeopleId"];
        put?: never;
        post?: never;
        /** Erase a person for good; the address stays suppressed by its hash */
        delete: operations["deletePeopleId"];
        options?: never;
        head?: never;
        /** Change the given fields of a person; null takes a value away */
        patch: operations["patchPeopleId"];
        trace?: never;
    };
    "/api/v1/people/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The history of a person’s consent, newest first */
        get: operations["getPeopleIdConsents"];
        put?: never;
        /** Record that a person gave or withdrew consent, or with doubleOptIn ask them to confirm it by mail */
        post: operations["postPeopleIdConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/convert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a lead a contact; memberships, consent and history stay */
        post: operations["postPeopleIdConvert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is held on a person, to be given to them */
        get: operations["getPeopleIdExport"];
        put?: never;
        /** Write everything that is held on a person to a file, with a link for them that runs out */
        post: operations["postPeopleIdExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files with everything on a person, newest first */
        get: operations["getPeopleIdExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/journeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a person is in every drip and nurture programme, what comes next and when, and why something did not happen */
        get: operations["getPeopleIdJourneys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/sign-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a person asked for mail and whether they confirmed it, newest first */
        get: operations["getPeopleIdSignUps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that happened with a person, newest first */
        get: operations["getPeopleIdTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person is subscribed to; a choice is recorded with POST /people/{id}/consents and a topicId */
        get: operations["getPeopleIdTopics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/by-external-id/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add the person of an external id, or change the given fields */
        put: operations["putPeopleByExternalIdExternalId"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge two records of one person: earliest dates, highest status, an opt-out wins */
        post: operations["postPeopleMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent and what came back over time, beside the span before, and which campaigns explain the difference */
        get: operations["getReportsActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** At which hours of the week people open, click or answer */
        get: operations["getReportsClock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For how long what is kept, and what was removed last */
        get: operations["getRetention"];
        /** Change the rules; they are applied every night */
        put: operations["putRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many rows the given rules would remove now; nothing is removed or saved */
        post: operations["postRetentionPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply the saved rules now instead of tonight */
        post: operations["postRetentionRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Views of a list: your own and those that are shared, by name */
        get: operations["getSavedViews"];
        put?: never;
        /** Save a view; to share it takes the right to write campaigns */
        post: operations["postSavedViews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a view of your own; admins delete shared ones too */
        delete: operations["deleteSavedViewsId"];
        options?: never;
        head?: never;
        /** Change a view of your own; admins change shared ones too */
        patch: operations["patchSavedViewsId"];
        trace?: never;
    };
    "/api/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A screen of an app that somebody saw */
        post: operations["postScreen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Segments by name, with how many people each had when it was last counted */
        get: operations["getSegments"];
        put?: never;
        /** Make a segment: a rule that selects whoever it holds for */
        post: operations["postSegments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One segment, and what builds on it */
        get: operations["getSegmentsId"];
        put?: never;
        post?: never;
        /** Delete a segment that nothing builds on */
        delete: operations["deleteSegmentsId"];
        options?: never;
        head?: never;
        /** Change a segment; with dryRun see who would come and go. Another rule voids approvals given with the old one */
        patch: operations["patchSegmentsId"];
        trace?: never;
    };
    "/api/v1/segments/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who came into a watched segment and who left it, newest first */
        get: operations["getSegmentsIdChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether a person is in a segment, and which part of its rule decides */
        post: operations["postSegmentsIdExplain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether a rule holds for a person, and which of its parts decide; nothing is saved */
        post: operations["postSegmentsExplain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whom a rule means now: how many, how many of them marketing reaches and why not the others; nothing is saved */
        post: operations["postSegmentsPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/senders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who mail comes from */
        get: operations["getSenders"];
        put?: never;
        /** Add a sender */
        post: operations["postSenders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/senders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One sender */
        get: operations["getSendersId"];
        put?: never;
        post?: never;
        /** Remove a sender that no message names */
        delete: operations["deleteSendersId"];
        options?: never;
        head?: never;
        /** Change a sender; approved campaigns that use it need a new approval */
        patch: operations["patchSendersId"];
        trace?: never;
    };
    "/api/v1/sending-domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Domains that mail is sent from, with the DNS record each one needs */
        get: operations["getSendingDomains"];
        put?: never;
        /** Add a domain and make its signing key; mail from its senders is signed from now on */
        post: operations["postSendingDomains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sending-domains/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a domain and its key; its senders stay, unsigned */
        delete: operations["deleteSendingDomainsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-up-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The message that asks people to confirm a sign-up */
        get: operations["getSignUpMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the message that asks people to confirm a sign-up */
        patch: operations["patchSignUpMessage"];
        trace?: never;
    };
    "/api/v1/stopped-domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Domains whose mail waits: refused by a receiver as not authenticated, or with a signing key that does not open */
        get: operations["getStoppedDomains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stopped-domains/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let the mail of a domain go on, within five minutes; another refusal stops it again */
        delete: operations["deleteStoppedDomainsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Addresses that nothing is sent to, newest first */
        get: operations["getSuppressions"];
        put?: never;
        /** Suppress addresses */
        post: operations["postSuppressions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a suppression back; after a complaint or an erasure only an admin may, with `confirm=true` */
        delete: operations["deleteSuppressionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The settings of the organisation */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        /** Remove an example organisation with everything in it; any other is refused */
        delete: operations["deleteTenant"];
        options?: never;
        head?: never;
        /** Change settings of the organisation */
        patch: operations["patchTenant"];
        trace?: never;
    };
    "/api/v1/tenant/resume-sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let this organisation send again */
        post: operations["postTenantResumeSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/stop-sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Kill switch: nothing of this organisation is sent until it is resumed */
        post: operations["postTenantStopSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people may choose to hear of, in the order of the preference centre */
        get: operations["getTopics"];
        put?: never;
        /** Offer a topic */
        post: operations["postTopics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topics/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a topic that no message has named; one that was used is archived instead */
        delete: operations["deleteTopicsId"];
        options?: never;
        head?: never;
        /** Rename, describe, move or archive a topic */
        patch: operations["patchTopicsId"];
        trace?: never;
    };
    "/api/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Something that somebody did */
        post: operations["postTrack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of the organisation, by name */
        get: operations["getUsers"];
        put?: never;
        /** Add a person with a role; whoever is new gets a mail to set a password */
        post: operations["postUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a person out of the organisation; their sessions and keys here end with it */
        delete: operations["deleteUsersId"];
        options?: never;
        head?: never;
        /** Give a person another role */
        patch: operations["patchUsersId"];
        trace?: never;
    };
    "/api/v1/users/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the invitation again to somebody who has not set a password */
        post: operations["postUsersIdInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Since when calls of webhooks are signed; the secret itself is never shown again */
        get: operations["getWebhookSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the secret that signs calls, or a new one; the former one signs beside it for a day */
        post: operations["postWebhookSecretRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/write-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that sites and servers send events with, the newest first */
        get: operations["getWriteKeys"];
        put?: never;
        /** Make a write key; its text is in this answer and never shown again */
        post: operations["postWriteKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/write-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a write key: within seconds nothing is taken by it any more */
        delete: operations["deleteWriteKeysId"];
        options?: never;
        head?: never;
        /** Change the name of a key, the pages it may be used from, or the trait that speaks of consent */
        patch: operations["patchWriteKeysId"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiKey: {
            /**
             * Format: date-time
             * @description ISO 8601 in UTC
             */
            createdAt: string;
            /** @description The person whom approvals see behind the key */
            createdBy: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /**
             * Format: date-time
             * @description ISO 8601 in UTC
             */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description ISO 8601 in UTC
             */
            lastUsedAt: string | null;
            name: string;
            /** @enum {string} */
            role: "admin" | "manager" | "approver" | "analyst" | "operator";
            /** @description The first letters, to tell keys apart */
            start: string;
        };
        AuditEntry: {
            action: string;
            actor: {
                id: string | null;
                /** @enum {string} */
                kind: "user" | "apiKey" | "workflow" | "system";
                name: string;
            };
            /**
             * Format: date-time
             * @description ISO 8601 in UTC
             */
            at: string;
            changes: {
                field: string;
                from?: unknown;
                to?: unknown;
            }[];
            entity: {
                id: string | null;
                kind: string;
            };
            /** Format: uuid */
            id: string;
        };
        CreatedApiKey: components["schemas"]["ApiKey"] & {
            key: string;
        };
        CreatedWriteKey: {
            consentTrait: string | null;
            /** Format: date-time */
            createdAt: string;
            createdByName: string;
            /** Format: uuid */
            id: string;
            key: string;
            /** @enum {string} */
            kind: "site" | "server";
            /** Format: date-time */
            lastUsedAt: string | null;
            name: string;
            origins: string[];
            /** Format: date-time */
            revokedAt: string | null;
            start: string;
            version: number;
        };
        IngestAnswer: {
            /** @description Calls whose messageId came before */
            duplicates: number;
            refused: {
                code: string;
                index: number;
                message: string;
                path: string;
                type: string;
            }[];
            stored: number;
            /** @description Whether nothing was refused */
            success: boolean;
        };
        Installation: {
            consoleUrl: string | null;
            log: {
                action: string;
                /**
                 * Format: date-time
                 * @description ISO 8601 in UTC
                 */
                at: string;
                by: string;
                reason: string | null;
            }[];
            /** @description Numbers of the keys in SECRET_KEY */
            secretKeys: {
                current: number;
                known: number[];
            };
            sendingStopped: {
                /**
                 * Format: date-time
                 * @description ISO 8601 in UTC
                 */
                at: string;
                by: string;
                reason: string;
            } | null;
            temporalNamespace: string;
            tenants: {
                /** Format: uuid */
                id: string;
                isExample: boolean;
                name: string;
            }[];
        };
        Me: {
            /** @description Every action (x-action) that this credential may do */
            allowed: string[];
            /** @description The Temporal web console; for installation operators */
            consoleUrl: string | null;
            isInstallationOperator: boolean;
            /** @enum {string} */
            kind: "user" | "apiKey";
            name: string;
            organisations: {
                name: string;
                /** @enum {string} */
                role: "admin" | "manager" | "approver" | "analyst" | "operator";
                /** Format: uuid */
                tenantId: string;
            }[];
            /** @enum {string|null} */
            role: "admin" | "manager" | "approver" | "analyst" | "operator" | null;
            tenant: {
                currency: string;
                /** Format: uuid */
                id: string;
                isExample: boolean;
                name: string;
                sendingStopped: boolean;
                timeZone: string;
            } | null;
            user: {
                email: string;
                /** Format: uuid */
                id: string;
                name: string;
                twoFactorEnabled: boolean;
            } | null;
        };
        NewApiKey: {
            /**
             * @description Null: until it is revoked
             * @default null
             */
            expiresInDays: number | null;
            name: string;
            /** @enum {string} */
            role: "admin" | "manager" | "approver" | "analyst" | "operator";
        };
        NewUser: {
            /** Format: email */
            email: string;
            name: string;
            /** @enum {string} */
            role: "admin" | "manager" | "approver" | "analyst" | "operator";
        };
        Problem: {
            code: string;
            detail: string;
            errors?: {
                code: string;
                message: string;
                path: string;
            }[];
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        RuleExplanation: {
            decides: boolean;
            /** @enum {string} */
            outcome: "yes" | "no" | "unknown";
            rules?: components["schemas"]["RuleExplanation"][];
            value?: string | number | boolean | null;
        };
        SegmentRule: {
            field: string;
            /** @enum {string} */
            kind: "field";
            test: {
                /** @enum {string} */
                op: "isOneOf";
                values: string[];
            } | {
                /** @enum {string} */
                op: "isNoneOf";
                /** @default false */
                orMissing: boolean;
                values: string[];
            } | {
                /** @enum {string} */
                op: "contains";
                value: string;
            } | {
                /** @enum {string} */
                op: "containsNot";
                /** @default false */
                orMissing: boolean;
                value: string;
            } | {
                /** @enum {string} */
                op: "startsWith";
                value: string;
            } | {
                /** @enum {string} */
                op: "equals";
                value: number;
            } | {
                /** @enum {string} */
                op: "equalsNot";
                /** @default false */
                orMissing: boolean;
                value: number;
            } | {
                /** @enum {string} */
                op: "lessThan";
                value: number;
            } | {
                /** @enum {string} */
                op: "atMost";
                value: number;
            } | {
                /** @enum {string} */
                op: "moreThan";
                value: number;
            } | {
                /** @enum {string} */
                op: "atLeast";
                value: number;
            } | {
                from: number;
                /** @enum {string} */
                op: "between";
                to: number;
            } | {
                /** @enum {string} */
                op: "isTrue";
            } | {
                /** @enum {string} */
                op: "isFalse";
            } | {
                /** Format: date */
                day: string;
                /** @enum {string} */
                op: "on";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                /** Format: date */
                day: string;
                /** @enum {string} */
                op: "before";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                /** Format: date */
                day: string;
                /** @enum {string} */
                op: "after";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                /** Format: date */
                from: string;
                /** @enum {string} */
                op: "betweenDays";
                /** Format: date */
                to: string;
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                days: number;
                /** @enum {string} */
                op: "inLastDays";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                days: number;
                /** @enum {string} */
                op: "inNextDays";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                days: number;
                /** @enum {string} */
                op: "moreThanDaysAgo";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                days: number;
                /** @enum {string} */
                op: "moreThanDaysAhead";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                days: number;
                /** @enum {string} */
                op: "daysAgo";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                days: number;
                /** @enum {string} */
                op: "daysAhead";
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                from: number;
                /** @enum {string} */
                op: "anniversary";
                to: number;
                /**
                 * @default person
                 * @enum {string}
                 */
                zone: "person" | "tenant";
            } | {
                /** @enum {string} */
                op: "isKnown";
            } | {
                /** @enum {string} */
                op: "isMissing";
            };
        } | {
            /**
             * Format: uuid
             * @default null
             */
            campaignId: string | null;
            /** @enum {string} */
            event: "sent" | "delivered" | "open" | "click" | "reply" | "bounce" | "complaint" | "unsubscribe" | "page_view" | "form" | "custom";
            /** @enum {string} */
            kind: "engagement";
            /**
             * Format: uuid
             * @default null
             */
            sourceId: string | null;
            /**
             * @default {
             *       "op": "atLeast",
             *       "count": 1
             *     }
             */
            times: {
                count: number;
                /** @enum {string} */
                op: "atLeast" | "atMost" | "exactly";
            };
            /** @default null */
            withinDays: number | null;
        } | {
            /** Format: uuid */
            campaignId: string;
            /** @default true */
            is: boolean;
            /** @enum {string} */
            kind: "member";
            /** @default null */
            responded: boolean | null;
            /** @default [] */
            statusIds: string[];
        } | {
            /** @default true */
            is: boolean;
            /** @enum {string} */
            kind: "list";
            listIds: string[];
        } | {
            /** @default true */
            is: boolean;
            /** @enum {string} */
            kind: "segment";
            /** Format: uuid */
            segmentId: string;
        } | {
            /** @enum {string} */
            kind: "all" | "any" | "none";
            rules: components["schemas"]["SegmentRule"][];
        };
        Tenant: {
            cap: {
                days: number;
                messages: number;
            } | null;
            countOpensAsTouch: boolean;
            /**
             * Format: date-time
             * @description ISO 8601 in UTC
             */
            createdAt: string;
            currency: string;
            /** Format: uuid */
            id: string;
            isExample: boolean;
            lookBackDays: number;
            name: string;
            postalAddress: string;
            quietHours: {
                from: string;
                to: string;
            } | null;
            retentionDays: number;
            sendingStopped: {
                /**
                 * Format: date-time
                 * @description ISO 8601 in UTC
                 */
                at: string;
                by: string;
                reason: string;
            } | null;
            timeZone: string;
            version: number;
        };
        TimelineItem: {
            /** Format: date-time */
            at: string;
            campaign: {
                /** Format: uuid */
                id: string;
                name: string;
            } | null;
            detail: string | null;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "message" | "delivered" | "open" | "click" | "reply" | "bounce" | "complaint" | "unsubscribe" | "page_view" | "form" | "custom" | "consent" | "member" | "response" | "change";
            /** Format: uuid */
            messageId: string | null;
            /** @enum {string|null} */
            status: "queued" | "sending" | "sent" | "skipped" | "failed" | "uncertain" | "cancelled" | null;
            title: string;
            /** @enum {string|null} */
            verdict: "human" | "machine" | "unknown" | null;
            verdictRule: string | null;
        };
        User: {
            email: string;
            /** Format: uuid */
            id: string;
            /** @description Has not set a password yet */
            isInvited: boolean;
            /**
             * Format: date-time
             * @description ISO 8601 in UTC
             */
            joinedAt: string;
            name: string;
            /** @enum {string} */
            role: "admin" | "manager" | "approver" | "analyst" | "operator";
            twoFactorEnabled: boolean;
        };
        WorkflowRef: {
            id: string;
            runId: string | null;
            url: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAccounts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            annualRevenue: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                            country: string | null;
                            createdAt: string;
                            domain: string | null;
                            employees: number | null;
                            externalId: string | null;
                            /** Format: uuid */
                            id: string;
                            industry: string | null;
                            name: string;
                            updatedAt: string;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccounts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    annualRevenue?: {
                        amountMinor: number;
                        currency: string;
                    } | null;
                    country?: string | null;
                    domain?: string | null;
                    employees?: number | null;
                    industry?: string | null;
                    name: string;
                };
            };
        };
        responses: {
            /** @description The account */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        annualRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        country: string | null;
                        createdAt: string;
                        domain: string | null;
                        employees: number | null;
                        externalId: string | null;
                        /** Format: uuid */
                        id: string;
                        industry: string | null;
                        name: string;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        annualRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        country: string | null;
                        createdAt: string;
                        domain: string | null;
                        employees: number | null;
                        externalId: string | null;
                        /** Format: uuid */
                        id: string;
                        industry: string | null;
                        name: string;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAccountsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchAccountsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    annualRevenue?: {
                        amountMinor: number;
                        currency: string;
                    } | null;
                    country?: string | null;
                    domain?: string | null;
                    employees?: number | null;
                    industry?: string | null;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The account as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        annualRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        country: string | null;
                        createdAt: string;
                        domain: string | null;
                        employees: number | null;
                        externalId: string | null;
                        /** Format: uuid */
                        id: string;
                        industry: string | null;
                        name: string;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAccountsByExternalIdExternalId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    annualRevenue?: {
                        amountMinor: number;
                        currency: string;
                    } | null;
                    country?: string | null;
                    domain?: string | null;
                    employees?: number | null;
                    industry?: string | null;
                    name: string;
                };
            };
        };
        responses: {
            /** @description The account, changed */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        annualRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        country: string | null;
                        createdAt: string;
                        domain: string | null;
                        employees: number | null;
                        externalId: string | null;
                        /** Format: uuid */
                        id: string;
                        industry: string | null;
                        name: string;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description The account, new */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        annualRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        country: string | null;
                        createdAt: string;
                        domain: string | null;
                        employees: number | null;
                        externalId: string | null;
                        /** Format: uuid */
                        id: string;
                        industry: string | null;
                        name: string;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    messageId?: string;
                    previousId: string;
                    sentAt?: string;
                    timestamp?: string;
                    userId: string;
                };
            };
        };
        responses: {
            /** @description Stored for good; in a batch each call that was refused is named by its place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiKeys: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteApiKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApprovals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that is open; there is one page of 500 at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            campaignId: string;
                            campaignName: string;
                            /** @description False for those who wrote on it */
                            canDecide: boolean;
                            comment: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            decidedAt: string | null;
                            decidedByName: string | null;
                            /** @enum {string|null} */
                            decision: "approved" | "rejected" | "withdrawn" | "voided" | null;
                            /** Format: uuid */
                            id: string;
                            note: string;
                            /** @description What came to a drip or a nurture programme that runs; null: the campaign as a whole */
                            part: {
                                /** Format: uuid */
                                id: string;
                                itemName: string | null;
                                /** @enum {string} */
                                kind: "dripVersion" | "nurtureItem";
                                name: string;
                                /** @description Of a version */
                                number: number | null;
                            } | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            startAt: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            submittedAt: string;
                            submittedByName: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All attributes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            /** Format: uuid */
                            id: string;
                            key: string;
                            label: string;
                            /** @enum {string} */
                            type: "text" | "number" | "boolean" | "date";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key: string;
                    label: string;
                    /** @enum {string} */
                    type: "text" | "number" | "boolean" | "date";
                };
            };
        };
        responses: {
            /** @description The attribute */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        /** Format: uuid */
                        id: string;
                        key: string;
                        label: string;
                        /** @enum {string} */
                        type: "text" | "number" | "boolean" | "date";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAttributesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchAttributesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    label: string;
                };
            };
        };
        responses: {
            /** @description The attribute */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        /** Format: uuid */
                        id: string;
                        key: string;
                        label: string;
                        /** @enum {string} */
                        type: "text" | "number" | "boolean" | "date";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditLog: {
        parameters: {
            query?: {
                action?: string;
                actorId?: string;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                entityId?: string;
                entityKind?: string;
                from?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    batch: Record<string, never>[];
                };
            };
        };
        responses: {
            /** @description Stored for good; in a batch each call that was refused is named by its place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBulkCampaignsCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    campaignIds: string[];
                };
            };
        };
        responses: {
            /** @description A result per campaign, in the order given; one that refuses does not stop the others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            before: {
                                ownerId: string | null;
                                /** Format: uuid */
                                parentId: string | null;
                                tags: string[];
                            } | null;
                            /** Format: uuid */
                            campaignId: string;
                            message: string | null;
                            /** @enum {string} */
                            result: "done" | "unchanged" | "refused";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBulkCampaignsOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    addTags?: string[];
                    campaignIds: string[];
                    /** Format: uuid */
                    ownerId?: string | null;
                    /** Format: uuid */
                    parentId?: string | null;
                    removeTags?: string[];
                };
            };
        };
        responses: {
            /** @description A result per campaign, in the order given; one that refuses does not stop the others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            before: {
                                ownerId: string | null;
                                /** Format: uuid */
                                parentId: string | null;
                                tags: string[];
                            } | null;
                            /** Format: uuid */
                            campaignId: string;
                            message: string | null;
                            /** @enum {string} */
                            result: "done" | "unchanged" | "refused";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBulkCampaignsPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    campaignIds: string[];
                };
            };
        };
        responses: {
            /** @description A result per campaign, in the order given; one that refuses does not stop the others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            before: {
                                ownerId: string | null;
                                /** Format: uuid */
                                parentId: string | null;
                                tags: string[];
                            } | null;
                            /** Format: uuid */
                            campaignId: string;
                            message: string | null;
                            /** @enum {string} */
                            result: "done" | "unchanged" | "refused";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBulkCampaignsResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    campaignIds: string[];
                };
            };
        };
        responses: {
            /** @description A result per campaign, in the order given; one that refuses does not stop the others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            before: {
                                ownerId: string | null;
                                /** Format: uuid */
                                parentId: string | null;
                                tags: string[];
                            } | null;
                            /** Format: uuid */
                            campaignId: string;
                            message: string | null;
                            /** @enum {string} */
                            result: "done" | "unchanged" | "refused";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBulkCampaignsSubmit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    campaignIds: string[];
                };
            };
        };
        responses: {
            /** @description A result per campaign, in the order given; one that refuses does not stop the others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            before: {
                                ownerId: string | null;
                                /** Format: uuid */
                                parentId: string | null;
                                tags: string[];
                            } | null;
                            /** Format: uuid */
                            campaignId: string;
                            message: string | null;
                            /** @enum {string} */
                            result: "done" | "unchanged" | "refused";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBulkCampaignsWithdraw: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    campaignIds: string[];
                };
            };
        };
        responses: {
            /** @description A result per campaign, in the order given; one that refuses does not stop the others */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            before: {
                                ownerId: string | null;
                                /** Format: uuid */
                                parentId: string | null;
                                tags: string[];
                            } | null;
                            /** Format: uuid */
                            campaignId: string;
                            message: string | null;
                            /** @enum {string} */
                            result: "done" | "unchanged" | "refused";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCalendar: {
        parameters: {
            query: {
                campaignTypeId?: string;
                from: string;
                /** @description One or more kinds, separated by commas */
                kind?: string;
                ownerId?: string;
                /** @description One or more states, separated by commas */
                status?: string;
                tag?: string;
                /** @description Not in it any more */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands on the calendar, in the order of time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: {
                            /** Format: date-time */
                            campaignEndAt: string | null;
                            /** Format: uuid */
                            campaignId: string;
                            campaignName: string;
                            /** Format: date-time */
                            campaignStartAt: string | null;
                            /** @enum {string} */
                            campaignStatus: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                            campaignTypeName: string;
                            /** Format: date-time */
                            endAt: string | null;
                            id: string;
                            /** @enum {string} */
                            kind: "campaign" | "broadcast" | "drip_step" | "cast";
                            /** @enum {string} */
                            movable: "both" | "end" | "none";
                            name: string;
                            ownerId: string | null;
                            /** Format: uuid */
                            partId: string | null;
                            people: number | null;
                            /** Format: date-time */
                            startAt: string;
                            tags: string[];
                            version: number;
                        }[];
                        isCut: boolean;
                        timeZone: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCalendarFeeds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All feeds; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            createdAt: string;
                            createdByName: string;
                            filter: {
                                /** Format: uuid */
                                campaignTypeId?: string;
                                kind?: ("campaign" | "broadcast" | "drip_step" | "cast")[];
                                ownerId?: string;
                                status?: ("draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled")[];
                                tag?: string;
                            };
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastReadAt: string | null;
                            name: string;
                            /** Format: date-time */
                            revokedAt: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCalendarFeeds: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    filter?: {
                        /** Format: uuid */
                        campaignTypeId?: string;
                        kind?: ("campaign" | "broadcast" | "drip_step" | "cast")[];
                        ownerId?: string;
                        status?: ("draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled")[];
                        tag?: string;
                    };
                    name: string;
                };
            };
        };
        responses: {
            /** @description The feed with its address */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        createdByName: string;
                        filter: {
                            /** Format: uuid */
                            campaignTypeId?: string;
                            kind?: ("campaign" | "broadcast" | "drip_step" | "cast")[];
                            ownerId?: string;
                            status?: ("draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled")[];
                            tag?: string;
                        };
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        lastReadAt: string | null;
                        name: string;
                        /** Format: date-time */
                        revokedAt: string | null;
                        /** @description Shown once; whoever has it reads the feed without signing in */
                        url: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCalendarFeedsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken back; once more changes nothing */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCalendarOverlaps: {
        parameters: {
            query: {
                from: string;
                /** @description Not in it any more */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The days in their order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date */
                            date: string;
                            people: number | null;
                            sends: {
                                /** Format: uuid */
                                broadcastId: string;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignTags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By tag, 500 at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            campaigns: number;
                            tag: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All types; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            retired: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            }[];
                            statuses: {
                                /** Format: uuid */
                                id: string;
                                /** @default false */
                                isDefault: boolean;
                                name: string;
                                position: number;
                                /** @default false */
                                responded: boolean;
                                /** @default false */
                                success: boolean;
                            }[];
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignTypes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    statuses: {
                        /** @default false */
                        isDefault?: boolean;
                        name: string;
                        /** @default false */
                        responded?: boolean;
                        /** @default false */
                        success?: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description The new type */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        retired: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        statuses: {
                            /** Format: uuid */
                            id: string;
                            /** @default false */
                            isDefault: boolean;
                            name: string;
                            position: number;
                            /** @default false */
                            responded: boolean;
                            /** @default false */
                            success: boolean;
                        }[];
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignTypesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The type */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        retired: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        statuses: {
                            /** Format: uuid */
                            id: string;
                            /** @default false */
                            isDefault: boolean;
                            name: string;
                            position: number;
                            /** @default false */
                            responded: boolean;
                            /** @default false */
                            success: boolean;
                        }[];
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCampaignTypesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchCampaignTypesId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    moved?: {
                        /** Format: uuid */
                        fromStatusId: string;
                        /** Format: uuid */
                        toStatusId: string;
                    }[];
                    name: string;
                    statuses: {
                        /** Format: uuid */
                        id?: string;
                        /** @default false */
                        isDefault?: boolean;
                        name: string;
                        position?: number;
                        /** @default false */
                        responded?: boolean;
                        /** @default false */
                        success?: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description The type as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        retired: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        statuses: {
                            /** Format: uuid */
                            id: string;
                            /** @default false */
                            isDefault: boolean;
                            name: string;
                            position: number;
                            /** @default false */
                            responded: boolean;
                            /** @default false */
                            success: boolean;
                        }[];
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignTypesIdUse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Statuses that somebody has */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        statuses: {
                            /** Format: uuid */
                            id: string;
                            members: number;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaigns: {
        parameters: {
            query?: {
                campaignTypeId?: string;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                ownerId?: string;
                /** @description The campaign they stand directly below; `none`: below no other */
                parentId?: string | "none";
                /** @description Part of the name */
                q?: string;
                sort?: "-createdAt" | "name" | "startAt" | "-startAt";
                startBefore?: string;
                startFrom?: string;
                /** @description One or more states, separated by commas */
                status?: string;
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of campaigns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            budgetedCost: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                            /** Format: uuid */
                            campaignTypeId: string;
                            campaignTypeName: string;
                            children: number;
                            commands: string[];
                            /** Format: date-time */
                            completedAt: string | null;
                            costs: {
                                actual: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                available: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                budget: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                committed: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                costPerResponse: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                planned: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                remaining: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                variance: {
                                    percent: number | null;
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                            };
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: string;
                            currency: string;
                            description: string;
                            /** Format: date-time */
                            endAt: string | null;
                            expectedResponsePercent: number | null;
                            expectedRevenue: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                            figures: {
                                bounced: number;
                                complaints: number;
                                delivered: number;
                                failed: number;
                                frozen: number;
                                members: number;
                                responded: number;
                                sent: number;
                                skipped: number;
                                uncertain: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unsubscribed: number;
                            };
                            /** Format: uuid */
                            id: string;
                            name: string;
                            ownerId: string | null;
                            ownerName: string | null;
                            /** Format: uuid */
                            parentId: string | null;
                            parentName: string | null;
                            parts: number;
                            rollUp: {
                                actualCost: {
                                    amountMinor: number | null;
                                    byCurrency: {
                                        amountMinor: number;
                                        currency: string;
                                    }[];
                                    currency: string | null;
                                };
                                budgetedCost: {
                                    amountMinor: number | null;
                                    byCurrency: {
                                        amountMinor: number;
                                        currency: string;
                                    }[];
                                    currency: string | null;
                                };
                                campaigns: number;
                                costs: {
                                    actual: {
                                        lines: number;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        };
                                        withoutRate: number;
                                    };
                                    available: {
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                    budget: {
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                    committed: {
                                        lines: number;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        };
                                        withoutRate: number;
                                    };
                                    costPerResponse: {
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                    planned: {
                                        lines: number;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        };
                                        withoutRate: number;
                                    };
                                    remaining: {
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                    variance: {
                                        percent: number | null;
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                };
                                expectedRevenue: {
                                    amountMinor: number | null;
                                    byCurrency: {
                                        amountMinor: number;
                                        currency: string;
                                    }[];
                                    currency: string | null;
                                };
                                figures: {
                                    bounced: number;
                                    complaints: number;
                                    delivered: number;
                                    failed: number;
                                    frozen: number;
                                    members: number;
                                    responded: number;
                                    sent: number;
                                    skipped: number;
                                    uncertain: number;
                                    uniqueClicks: number;
                                    uniqueOpens: number;
                                    unsubscribed: number;
                                };
                            };
                            sendingStopped: {
                                /** Format: date-time */
                                at: string;
                                by: string;
                                reason: string;
                            } | null;
                            /** Format: date-time */
                            startAt: string | null;
                            /** Format: date-time */
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                            /** Format: date-time */
                            statusChangedAt: string;
                            tags: string[];
                            /** Format: date-time */
                            updatedAt: string;
                            utmId: string;
                            version: number;
                            workflow: {
                                id: string;
                                runId: string | null;
                                url: string | null;
                            } | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaigns: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    budgetedCostMinor?: number | null;
                    /** Format: uuid */
                    campaignTypeId?: string;
                    currency?: string;
                    description?: string;
                    /** Format: date-time */
                    endAt?: string | null;
                    expectedResponsePercent?: number | null;
                    expectedRevenueMinor?: number | null;
                    name: string;
                    /** Format: uuid */
                    ownerId?: string | null;
                    /** Format: uuid */
                    parentId?: string | null;
                    /** Format: date-time */
                    startAt?: string | null;
                    tags?: string[];
                };
            };
        };
        responses: {
            /** @description The new campaign */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        budgetedCost: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        /** Format: uuid */
                        campaignTypeId: string;
                        campaignTypeName: string;
                        children: number;
                        commands: string[];
                        /** Format: date-time */
                        completedAt: string | null;
                        costs: {
                            actual: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            available: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            budget: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            committed: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            costPerResponse: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            planned: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            remaining: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            variance: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                        };
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        currency: string;
                        description: string;
                        /** Format: date-time */
                        endAt: string | null;
                        expectedResponsePercent: number | null;
                        expectedRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        figures: {
                            bounced: number;
                            complaints: number;
                            delivered: number;
                            failed: number;
                            frozen: number;
                            members: number;
                            responded: number;
                            sent: number;
                            skipped: number;
                            uncertain: number;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            unsubscribed: number;
                        };
                        /** Format: uuid */
                        id: string;
                        name: string;
                        ownerId: string | null;
                        ownerName: string | null;
                        /** Format: uuid */
                        parentId: string | null;
                        parentName: string | null;
                        parts: number;
                        rollUp: {
                            actualCost: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            budgetedCost: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            campaigns: number;
                            costs: {
                                actual: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                available: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                budget: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                committed: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                costPerResponse: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                planned: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                remaining: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                variance: {
                                    percent: number | null;
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                            };
                            expectedRevenue: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            figures: {
                                bounced: number;
                                complaints: number;
                                delivered: number;
                                failed: number;
                                frozen: number;
                                members: number;
                                responded: number;
                                sent: number;
                                skipped: number;
                                uncertain: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unsubscribed: number;
                            };
                        };
                        sendingStopped: {
                            /** Format: date-time */
                            at: string;
                            by: string;
                            reason: string;
                        } | null;
                        /** Format: date-time */
                        startAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        /** Format: date-time */
                        statusChangedAt: string;
                        tags: string[];
                        /** Format: date-time */
                        updatedAt: string;
                        utmId: string;
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaign */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        budgetedCost: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        /** Format: uuid */
                        campaignTypeId: string;
                        campaignTypeName: string;
                        children: number;
                        commands: string[];
                        /** Format: date-time */
                        completedAt: string | null;
                        costs: {
                            actual: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            available: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            budget: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            committed: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            costPerResponse: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            planned: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            remaining: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            variance: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                        };
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        currency: string;
                        description: string;
                        /** Format: date-time */
                        endAt: string | null;
                        expectedResponsePercent: number | null;
                        expectedRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        figures: {
                            bounced: number;
                            complaints: number;
                            delivered: number;
                            failed: number;
                            frozen: number;
                            members: number;
                            responded: number;
                            sent: number;
                            skipped: number;
                            uncertain: number;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            unsubscribed: number;
                        };
                        /** Format: uuid */
                        id: string;
                        name: string;
                        ownerId: string | null;
                        ownerName: string | null;
                        /** Format: uuid */
                        parentId: string | null;
                        parentName: string | null;
                        parts: number;
                        rollUp: {
                            actualCost: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            budgetedCost: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            campaigns: number;
                            costs: {
                                actual: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                available: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                budget: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                committed: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                costPerResponse: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                planned: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                remaining: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                variance: {
                                    percent: number | null;
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                            };
                            expectedRevenue: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            figures: {
                                bounced: number;
                                complaints: number;
                                delivered: number;
                                failed: number;
                                frozen: number;
                                members: number;
                                responded: number;
                                sent: number;
                                skipped: number;
                                uncertain: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unsubscribed: number;
                            };
                        };
                        sendingStopped: {
                            /** Format: date-time */
                            at: string;
                            by: string;
                            reason: string;
                        } | null;
                        /** Format: date-time */
                        startAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        /** Format: date-time */
                        statusChangedAt: string;
                        tags: string[];
                        /** Format: date-time */
                        updatedAt: string;
                        utmId: string;
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchCampaignsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    budgetedCostMinor?: number | null;
                    /** Format: uuid */
                    campaignTypeId?: string;
                    currency?: string;
                    description?: string;
                    /** Format: date-time */
                    endAt?: string | null;
                    expectedResponsePercent?: number | null;
                    expectedRevenueMinor?: number | null;
                    name?: string;
                    /** Format: uuid */
                    ownerId?: string | null;
                    /** Format: uuid */
                    parentId?: string | null;
                    /** Format: date-time */
                    startAt?: string | null;
                    tags?: string[];
                };
            };
        };
        responses: {
            /** @description The campaign as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        budgetedCost: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        /** Format: uuid */
                        campaignTypeId: string;
                        campaignTypeName: string;
                        children: number;
                        commands: string[];
                        /** Format: date-time */
                        completedAt: string | null;
                        costs: {
                            actual: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            available: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            budget: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            committed: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            costPerResponse: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            planned: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            remaining: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            variance: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                        };
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        currency: string;
                        description: string;
                        /** Format: date-time */
                        endAt: string | null;
                        expectedResponsePercent: number | null;
                        expectedRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        figures: {
                            bounced: number;
                            complaints: number;
                            delivered: number;
                            failed: number;
                            frozen: number;
                            members: number;
                            responded: number;
                            sent: number;
                            skipped: number;
                            uncertain: number;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            unsubscribed: number;
                        };
                        /** Format: uuid */
                        id: string;
                        name: string;
                        ownerId: string | null;
                        ownerName: string | null;
                        /** Format: uuid */
                        parentId: string | null;
                        parentName: string | null;
                        parts: number;
                        rollUp: {
                            actualCost: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            budgetedCost: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            campaigns: number;
                            costs: {
                                actual: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                available: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                budget: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                committed: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                costPerResponse: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                planned: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                remaining: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                variance: {
                                    percent: number | null;
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                            };
                            expectedRevenue: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            figures: {
                                bounced: number;
                                complaints: number;
                                delivered: number;
                                failed: number;
                                frozen: number;
                                members: number;
                                responded: number;
                                sent: number;
                                skipped: number;
                                uncertain: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unsubscribed: number;
                            };
                        };
                        sendingStopped: {
                            /** Format: date-time */
                            at: string;
                            by: string;
                            reason: string;
                        } | null;
                        /** Format: date-time */
                        startAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        /** Format: date-time */
                        statusChangedAt: string;
                        tags: string[];
                        /** Format: date-time */
                        updatedAt: string;
                        utmId: string;
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdApprovals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest 200 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            campaignId: string;
                            comment: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            decidedAt: string | null;
                            decidedByName: string | null;
                            /** @enum {string|null} */
                            decision: "approved" | "rejected" | "withdrawn" | "voided" | null;
                            /** Format: uuid */
                            id: string;
                            note: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            submittedAt: string;
                            submittedByName: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdBroadcasts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All broadcasts; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            audience: {
                                /** @default false */
                                everyone: boolean;
                                /** @default [] */
                                excludeListIds: string[];
                                /** @default [] */
                                excludeSegmentIds: string[];
                                /** @default [] */
                                listIds: string[];
                                /** @default [] */
                                segmentIds: string[];
                            };
                            /** Format: uuid */
                            campaignId: string;
                            /** Format: date-time */
                            completedAt: string | null;
                            content: {
                                /** @default null */
                                blocks: {
                                    [key: string]: unknown;
                                }[] | null;
                                body: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass: "marketing" | "transactional";
                                /** @default  */
                                preheader: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId: string | null;
                                subject: string;
                                /** @default null */
                                textBody: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId: string | null;
                            };
                            failure: string | null;
                            figures: {
                                cancelled: number;
                                clicks: number;
                                complaints: number;
                                deferred: number;
                                delivered: number;
                                failed: number;
                                frozen: number;
                                hardBounces: number;
                                machineClicks: number;
                                machineOpens: number;
                                opens: number;
                                queued: number;
                                replies: number;
                                sent: number;
                                skipped: {
                                    [key: string]: number;
                                };
                                softBounces: number;
                                uncertain: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unsubscribes: number;
                            };
                            /** Format: date-time */
                            frozenAt: string | null;
                            /** Format: uuid */
                            id: string;
                            localStart: string | null;
                            name: string;
                            /** Format: date-time */
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "draft" | "freezing" | "sending" | "paused" | "completed" | "cancelled" | "failed";
                            version: number;
                            workflow: {
                                id: string;
                                runId: string | null;
                                url: string | null;
                            } | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdBroadcasts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default {
                     *       "everyone": false,
                     *       "listIds": [],
                     *       "segmentIds": [],
                     *       "excludeListIds": [],
                     *       "excludeSegmentIds": []
                     *     }
                     */
                    audience?: {
                        /** @default false */
                        everyone?: boolean;
                        /** @default [] */
                        excludeListIds?: string[];
                        /** @default [] */
                        excludeSegmentIds?: string[];
                        /** @default [] */
                        listIds?: string[];
                        /** @default [] */
                        segmentIds?: string[];
                    };
                    /** @default {} */
                    content?: {
                        blocks?: {
                            [key: string]: unknown;
                        }[] | null;
                        body?: string;
                        /** @enum {string} */
                        format?: "mjml" | "html" | "blocks";
                        /** @enum {string} */
                        messageClass?: "marketing" | "transactional";
                        preheader?: string;
                        /** Format: email */
                        replyTo?: string | null;
                        /** Format: uuid */
                        senderId?: string | null;
                        subject?: string;
                        textBody?: string | null;
                        /** Format: uuid */
                        topicId?: string | null;
                    };
                    /** @default null */
                    localStart?: string | null;
                    /** @default Broadcast */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The new broadcast */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        audience: {
                            /** @default false */
                            everyone: boolean;
                            /** @default [] */
                            excludeListIds: string[];
                            /** @default [] */
                            excludeSegmentIds: string[];
                            /** @default [] */
                            listIds: string[];
                            /** @default [] */
                            segmentIds: string[];
                        };
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        content: {
                            /** @default null */
                            blocks: {
                                [key: string]: unknown;
                            }[] | null;
                            body: string;
                            /**
                             * @default mjml
                             * @enum {string}
                             */
                            format: "mjml" | "html" | "blocks";
                            /**
                             * @default marketing
                             * @enum {string}
                             */
                            messageClass: "marketing" | "transactional";
                            /** @default  */
                            preheader: string;
                            /**
                             * Format: email
                             * @default null
                             */
                            replyTo: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            senderId: string | null;
                            subject: string;
                            /** @default null */
                            textBody: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            topicId: string | null;
                        };
                        failure: string | null;
                        figures: {
                            cancelled: number;
                            clicks: number;
                            complaints: number;
                            deferred: number;
                            delivered: number;
                            failed: number;
                            frozen: number;
                            hardBounces: number;
                            machineClicks: number;
                            machineOpens: number;
                            opens: number;
                            queued: number;
                            replies: number;
                            sent: number;
                            skipped: {
                                [key: string]: number;
                            };
                            softBounces: number;
                            uncertain: number;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            unsubscribes: number;
                        };
                        /** Format: date-time */
                        frozenAt: string | null;
                        /** Format: uuid */
                        id: string;
                        localStart: string | null;
                        name: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "freezing" | "sending" | "paused" | "completed" | "cancelled" | "failed";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdBroadcastsBroadcastId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                broadcastId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The broadcast */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        audience: {
                            /** @default false */
                            everyone: boolean;
                            /** @default [] */
                            excludeListIds: string[];
                            /** @default [] */
                            excludeSegmentIds: string[];
                            /** @default [] */
                            listIds: string[];
                            /** @default [] */
                            segmentIds: string[];
                        };
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        content: {
                            /** @default null */
                            blocks: {
                                [key: string]: unknown;
                            }[] | null;
                            body: string;
                            /**
                             * @default mjml
                             * @enum {string}
                             */
                            format: "mjml" | "html" | "blocks";
                            /**
                             * @default marketing
                             * @enum {string}
                             */
                            messageClass: "marketing" | "transactional";
                            /** @default  */
                            preheader: string;
                            /**
                             * Format: email
                             * @default null
                             */
                            replyTo: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            senderId: string | null;
                            subject: string;
                            /** @default null */
                            textBody: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            topicId: string | null;
                        };
                        failure: string | null;
                        figures: {
                            cancelled: number;
                            clicks: number;
                            complaints: number;
                            deferred: number;
                            delivered: number;
                            failed: number;
                            frozen: number;
                            hardBounces: number;
                            machineClicks: number;
                            machineOpens: number;
                            opens: number;
                            queued: number;
                            replies: number;
                            sent: number;
                            skipped: {
                                [key: string]: number;
                            };
                            softBounces: number;
                            uncertain: number;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            unsubscribes: number;
                        };
                        /** Format: date-time */
                        frozenAt: string | null;
                        /** Format: uuid */
                        id: string;
                        localStart: string | null;
                        name: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "freezing" | "sending" | "paused" | "completed" | "cancelled" | "failed";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCampaignsIdBroadcastsBroadcastId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                broadcastId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchCampaignsIdBroadcastsBroadcastId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                broadcastId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    audience?: {
                        /** @default false */
                        everyone?: boolean;
                        /** @default [] */
                        excludeListIds?: string[];
                        /** @default [] */
                        excludeSegmentIds?: string[];
                        /** @default [] */
                        listIds?: string[];
                        /** @default [] */
                        segmentIds?: string[];
                    };
                    content?: {
                        blocks?: {
                            [key: string]: unknown;
                        }[] | null;
                        body?: string;
                        /** @enum {string} */
                        format?: "mjml" | "html" | "blocks";
                        /** @enum {string} */
                        messageClass?: "marketing" | "transactional";
                        preheader?: string;
                        /** Format: email */
                        replyTo?: string | null;
                        /** Format: uuid */
                        senderId?: string | null;
                        subject?: string;
                        textBody?: string | null;
                        /** Format: uuid */
                        topicId?: string | null;
                    };
                    localStart?: string | null;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The broadcast as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        audience: {
                            /** @default false */
                            everyone: boolean;
                            /** @default [] */
                            excludeListIds: string[];
                            /** @default [] */
                            excludeSegmentIds: string[];
                            /** @default [] */
                            listIds: string[];
                            /** @default [] */
                            segmentIds: string[];
                        };
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        content: {
                            /** @default null */
                            blocks: {
                                [key: string]: unknown;
                            }[] | null;
                            body: string;
                            /**
                             * @default mjml
                             * @enum {string}
                             */
                            format: "mjml" | "html" | "blocks";
                            /**
                             * @default marketing
                             * @enum {string}
                             */
                            messageClass: "marketing" | "transactional";
                            /** @default  */
                            preheader: string;
                            /**
                             * Format: email
                             * @default null
                             */
                            replyTo: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            senderId: string | null;
                            subject: string;
                            /** @default null */
                            textBody: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            topicId: string | null;
                        };
                        failure: string | null;
                        figures: {
                            cancelled: number;
                            clicks: number;
                            complaints: number;
                            deferred: number;
                            delivered: number;
                            failed: number;
                            frozen: number;
                            hardBounces: number;
                            machineClicks: number;
                            machineOpens: number;
                            opens: number;
                            queued: number;
                            replies: number;
                            sent: number;
                            skipped: {
                                [key: string]: number;
                            };
                            softBounces: number;
                            uncertain: number;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            unsubscribes: number;
                        };
                        /** Format: date-time */
                        frozenAt: string | null;
                        /** Format: uuid */
                        id: string;
                        localStart: string | null;
                        name: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "freezing" | "sending" | "paused" | "completed" | "cancelled" | "failed";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdBroadcastsBroadcastIdDepartures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                broadcastId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The departures in order; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            at: string;
                            people: number;
                            /** Format: date-time */
                            releasedAt: string | null;
                            zones: string[];
                        }[];
                        isForecast: boolean;
                        nextCursor: null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdBroadcastsBroadcastIdPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                broadcastId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Changes that are not saved yet
                     * @default {}
                     */
                    content?: {
                        blocks?: {
                            [key: string]: unknown;
                        }[] | null;
                        body?: string;
                        /** @enum {string} */
                        format?: "mjml" | "html" | "blocks";
                        /** @enum {string} */
                        messageClass?: "marketing" | "transactional";
                        preheader?: string;
                        /** Format: email */
                        replyTo?: string | null;
                        /** Format: uuid */
                        senderId?: string | null;
                        subject?: string;
                        textBody?: string | null;
                        /** Format: uuid */
                        topicId?: string | null;
                    };
                    /**
                     * Format: uuid
                     * @description As whom; null: an invented person
                     * @default null
                     */
                    personId?: string | null;
                };
            };
        };
        responses: {
            /** @description The rendered message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        findings: {
                            code: string;
                            message: string;
                            /** @enum {string} */
                            severity: "blocking" | "warning";
                            where: string;
                        }[];
                        html: string;
                        htmlBytes: number;
                        mergeFields: {
                            label: string;
                            mayBeEmpty: boolean;
                            path: string;
                        }[];
                        preheader: string;
                        subject: string;
                        text: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdBroadcastsBroadcastIdTestSend: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                broadcastId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As whom; null: an invented person
                     * @default null
                     */
                    personId?: string | null;
                    to: string[];
                };
            };
        };
        responses: {
            /** @description It is on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sent: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdBroadcastsBroadcastIdUncertain: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                /** @description A field, with `-` before it for descending */
                sort?: string;
            };
            header?: never;
            path: {
                broadcastId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            cause: "worker_lost" | "connection_lost";
                            email: string | null;
                            /** @description False: what it came from is over, so that it cannot be sent again */
                            mayResend: boolean;
                            /** Format: uuid */
                            messageId: string;
                            /** Format: uuid */
                            partId: string;
                            /**
                             * @description What it came from
                             * @enum {string}
                             */
                            partKind: "broadcast" | "drip" | "nurture";
                            partName: string;
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            since: string;
                            subject: string;
                        }[];
                        nextCursor: string | null;
                        /** @description How many of them can be sent again */
                        resendable: number;
                        /** @description How many there are, over all pages */
                        undecided: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdBroadcastsBroadcastIdUncertainDecide: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                broadcastId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "leave" | "resend";
                    /**
                     * @description null: all that are open
                     * @default null
                     */
                    messageIds?: string[] | null;
                };
            };
        };
        responses: {
            /** @description How many it was about */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decided: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The budget, in the organisation's currency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        actual: {
                            lines: number;
                            value: {
                                amountMinor: number;
                                currency: string;
                            };
                            withoutRate: number;
                        };
                        available: {
                            /** @enum {string|null} */
                            reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            value: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                        };
                        budget: {
                            /** @enum {string|null} */
                            reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            value: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                        };
                        committed: {
                            lines: number;
                            value: {
                                amountMinor: number;
                                currency: string;
                            };
                            withoutRate: number;
                        };
                        costPerLead: {
                            /** @enum {string|null} */
                            reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            value: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                        };
                        costPerResponse: {
                            /** @enum {string|null} */
                            reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            value: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                        };
                        currency: string;
                        expectedRoi: {
                            percent: number | null;
                            /** @enum {string|null} */
                            reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                        };
                        leads: number;
                        missingRates: {
                            currency: string;
                            lines: number;
                        }[];
                        planned: {
                            lines: number;
                            value: {
                                amountMinor: number;
                                currency: string;
                            };
                            withoutRate: number;
                        };
                        remaining: {
                            /** @enum {string|null} */
                            reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            value: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                        };
                        responses: number;
                        spending: {
                            amountMinor: number;
                            /** Format: date */
                            date: string;
                            totalMinor: number;
                        }[];
                        variance: {
                            percent: number | null;
                            /** @enum {string|null} */
                            reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            value: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                        };
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdCalendar: {
        parameters: {
            query?: {
                from?: string;
                /** @description Not in it any more */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands on it, in the order of time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: {
                            /** Format: date-time */
                            campaignEndAt: string | null;
                            /** Format: uuid */
                            campaignId: string;
                            campaignName: string;
                            /** Format: date-time */
                            campaignStartAt: string | null;
                            /** @enum {string} */
                            campaignStatus: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                            campaignTypeName: string;
                            /** Format: date-time */
                            endAt: string | null;
                            id: string;
                            /** @enum {string} */
                            kind: "campaign" | "broadcast" | "drip_step" | "cast";
                            /** @enum {string} */
                            movable: "both" | "end" | "none";
                            name: string;
                            ownerId: string | null;
                            /** Format: uuid */
                            partId: string | null;
                            people: number | null;
                            /** Format: date-time */
                            startAt: string;
                            tags: string[];
                            version: number;
                        }[];
                        isCut: boolean;
                        timeZone: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdClone: {
        parameters: {
            query?: {
                /** @description The first moment of a series; needed with a rule */
                from?: string;
                name?: string;
                rrule?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing is written */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        copied: {
                            count: number | null;
                            detail: string;
                            what: string;
                        }[];
                        name: string;
                        occurrences: {
                            /** Format: date-time */
                            endAt: string | null;
                            name: string;
                            /** Format: date-time */
                            startAt: string;
                        }[];
                        reset: {
                            count: number | null;
                            detail: string;
                            what: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdClone: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string;
                    shiftDays?: number;
                    /** Format: date-time */
                    startAt?: string;
                };
            };
        };
        responses: {
            /** @description The copy, a draft */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        budgetedCost: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        /** Format: uuid */
                        campaignTypeId: string;
                        campaignTypeName: string;
                        children: number;
                        commands: string[];
                        /** Format: date-time */
                        completedAt: string | null;
                        costs: {
                            actual: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            available: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            budget: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            committed: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            costPerResponse: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            planned: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            remaining: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            variance: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                        };
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        currency: string;
                        description: string;
                        /** Format: date-time */
                        endAt: string | null;
                        expectedResponsePercent: number | null;
                        expectedRevenue: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        figures: {
                            bounced: number;
                            complaints: number;
                            delivered: number;
                            failed: number;
                            frozen: number;
                            members: number;
                            responded: number;
                            sent: number;
                            skipped: number;
                            uncertain: number;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            unsubscribed: number;
                        };
                        /** Format: uuid */
                        id: string;
                        name: string;
                        ownerId: string | null;
                        ownerName: string | null;
                        /** Format: uuid */
                        parentId: string | null;
                        parentName: string | null;
                        parts: number;
                        rollUp: {
                            actualCost: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            budgetedCost: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            campaigns: number;
                            costs: {
                                actual: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                available: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                budget: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                committed: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                costPerResponse: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                planned: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                remaining: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                variance: {
                                    percent: number | null;
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                            };
                            expectedRevenue: {
                                amountMinor: number | null;
                                byCurrency: {
                                    amountMinor: number;
                                    currency: string;
                                }[];
                                currency: string | null;
                            };
                            figures: {
                                bounced: number;
                                complaints: number;
                                delivered: number;
                                failed: number;
                                frozen: number;
                                members: number;
                                responded: number;
                                sent: number;
                                skipped: number;
                                uncertain: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unsubscribed: number;
                            };
                        };
                        sendingStopped: {
                            /** Format: date-time */
                            at: string;
                            by: string;
                            reason: string;
                        } | null;
                        /** Format: date-time */
                        startAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        /** Format: date-time */
                        statusChangedAt: string;
                        tags: string[];
                        /** Format: date-time */
                        updatedAt: string;
                        utmId: string;
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdCloneSeries: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    from: string;
                    name?: string;
                    rrule: string;
                };
            };
        };
        responses: {
            /** @description The copies by their start */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdComplete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdCosts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All lines; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            amount: {
                                amountMinor: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            campaignId: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date */
                            date: string;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "planned" | "committed" | "actual";
                            note: string;
                            rate: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                            value: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                            vendor: string;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdCosts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountMinor: number;
                    currency?: string;
                    /** Format: date */
                    date: string;
                    /** @enum {string} */
                    kind: "planned" | "committed" | "actual";
                    /** @default  */
                    note?: string;
                    /** @default  */
                    vendor?: string;
                };
            };
        };
        responses: {
            /** @description The new line */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        amount: {
                            amountMinor: number;
                            currency: string;
                        };
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date */
                        date: string;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "planned" | "committed" | "actual";
                        note: string;
                        rate: string | null;
                        /** Format: date-time */
                        updatedAt: string;
                        value: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        vendor: string;
                        version: number;
                        warnings: {
                            /** @enum {string} */
                            code: "over_budget" | "no_rate";
                            message: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdCostsCostId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                costId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The line */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        amount: {
                            amountMinor: number;
                            currency: string;
                        };
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date */
                        date: string;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "planned" | "committed" | "actual";
                        note: string;
                        rate: string | null;
                        /** Format: date-time */
                        updatedAt: string;
                        value: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        vendor: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCampaignsIdCostsCostId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                costId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchCampaignsIdCostsCostId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                costId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountMinor?: number;
                    currency?: string;
                    /** Format: date */
                    date?: string;
                    /** @enum {string} */
                    kind?: "planned" | "committed" | "actual";
                    note?: string;
                    vendor?: string;
                };
            };
        };
        responses: {
            /** @description The line as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        amount: {
                            amountMinor: number;
                            currency: string;
                        };
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date */
                        date: string;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "planned" | "committed" | "actual";
                        note: string;
                        rate: string | null;
                        /** Format: date-time */
                        updatedAt: string;
                        value: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        vendor: string;
                        version: number;
                        warnings: {
                            /** @enum {string} */
                            code: "over_budget" | "no_rate";
                            message: string;
                        }[];
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdCostsCheck: {
        parameters: {
            query: {
                amountMinor: string;
                /** @description The line that is being changed */
                costId?: string;
                currency: string;
                date: string;
                kind: "planned" | "committed" | "actual";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is to know */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: {
                            amountMinor: number;
                            currency: string;
                        } | null;
                        warnings: {
                            /** @enum {string} */
                            code: "over_budget" | "no_rate";
                            message: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCampaignsIdCostsOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    costIds: string[];
                };
            };
        };
        responses: {
            /** @description All lines in their new order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            amount: {
                                amountMinor: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            campaignId: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date */
                            date: string;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "planned" | "committed" | "actual";
                            note: string;
                            rate: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                            value: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                            vendor: string;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdDrips: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All drips; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            campaignId: string;
                            /** Format: date-time */
                            completedAt: string | null;
                            currentVersion: number;
                            definition: {
                                /** @default [] */
                                entries: ({
                                    /** @default true */
                                    existing: boolean;
                                    /** @enum {string} */
                                    kind: "list";
                                    /** Format: uuid */
                                    listId: string;
                                } | {
                                    existing?: boolean;
                                    /** @enum {string} */
                                    kind: "segment";
                                    /** Format: uuid */
                                    segmentId: string;
                                } | {
                                    /** @enum {string} */
                                    event: "click" | "page_view" | "form" | "custom";
                                    /** @enum {string} */
                                    kind: "event";
                                    /** @default null */
                                    name: string | null;
                                } | {
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /** @default true */
                                    yearly: boolean;
                                })[];
                                /** @default true */
                                exitOnReply: boolean;
                                /** @default null */
                                exitWhen: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                } | null;
                                /** @default null */
                                goal: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                } | null;
                                /**
                                 * @default {
                                 *       "allowed": false,
                                 *       "afterDays": 0
                                 *     }
                                 */
                                reentry: {
                                    /** @default 0 */
                                    afterDays: number;
                                    allowed: boolean;
                                };
                                /** @default [] */
                                steps: ({
                                    key: string;
                                    /** @enum {string} */
                                    kind: "wait";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    until: {
                                        amount: number;
                                        /** @enum {string} */
                                        kind: "duration";
                                        /** @enum {string} */
                                        unit: "minutes" | "hours" | "days" | "businessDays";
                                    } | {
                                        at: string;
                                        /** @enum {string} */
                                        kind: "weekday";
                                        weekdays: number[];
                                    } | {
                                        /** @default 09:00 */
                                        at: string;
                                        attribute: string;
                                        /** @enum {string} */
                                        kind: "dateField";
                                        /** @default 0 */
                                        offsetDays: number;
                                        /**
                                         * @default goOn
                                         * @enum {string}
                                         */
                                        otherwise: "goOn" | "exit";
                                    };
                                } | {
                                    /** @default {} */
                                    content: {
                                        /** @default null */
                                        blocks: {
                                            [key: string]: unknown;
                                        }[] | null;
                                        body?: string;
                                        /**
                                         * @default mjml
                                         * @enum {string}
                                         */
                                        format: "mjml" | "html" | "blocks";
                                        /**
                                         * @default marketing
                                         * @enum {string}
                                         */
                                        messageClass: "marketing" | "transactional";
                                        /** @default  */
                                        preheader: string;
                                        /**
                                         * Format: email
                                         * @default null
                                         */
                                        replyTo: string | null;
                                        /**
                                         * Format: uuid
                                         * @default null
                                         */
                                        senderId: string | null;
                                        subject?: string;
                                        /** @default null */
                                        textBody: string | null;
                                        /**
                                         * Format: uuid
                                         * @default null
                                         */
                                        topicId: string | null;
                                    };
                                    key: string;
                                    /** @enum {string} */
                                    kind: "send";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                } | {
                                    condition: {
                                        /** @enum {string} */
                                        did: "sent" | "opened" | "clicked";
                                        /** @enum {string} */
                                        kind: "step";
                                        step: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "rule";
                                        rule: components["schemas"]["SegmentRule"];
                                    };
                                    key: string;
                                    /** @enum {string} */
                                    kind: "branch";
                                    /** @default  */
                                    name: string;
                                    no: string | null;
                                    note?: string;
                                    yes: string | null;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "split";
                                    /** @default  */
                                    name: string;
                                    note?: string;
                                    paths: {
                                        label: string;
                                        next: string | null;
                                        percent: number;
                                    }[];
                                } | {
                                    attribute: string;
                                    key: string;
                                    /** @enum {string} */
                                    kind: "setAttribute";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    value: string | number | boolean | null;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "setStatus";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    /** Format: uuid */
                                    statusId: string;
                                } | {
                                    /** @enum {string} */
                                    action: "add" | "remove";
                                    key: string;
                                    /** @enum {string} */
                                    kind: "changeList";
                                    /** Format: uuid */
                                    listId: string;
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "notifyOwner";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    /** @default  */
                                    text: string;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "webhook";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    onFailure: "goOn" | "exit";
                                    url: string;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "goal";
                                    /** @default  */
                                    name: string;
                                    note?: string;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "exit";
                                    /** @default  */
                                    name: string;
                                    note?: string;
                                })[];
                                /** @default null */
                                window: {
                                    from: string;
                                    to: string;
                                    /**
                                     * @default [
                                     *       1,
                                     *       2,
                                     *       3,
                                     *       4,
                                     *       5,
                                     *       6,
                                     *       7
                                     *     ]
                                     */
                                    weekdays: number[];
                                    /**
                                     * @default person
                                     * @enum {string}
                                     */
                                    zone: "person" | "tenant";
                                } | null;
                            };
                            /** Format: date-time */
                            entryClosedAt: string | null;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            pendingVersion: number | null;
                            people: {
                                active: number;
                                completed: number;
                                enrolled: number;
                                exited: number;
                                failed: number;
                                paused: number;
                            };
                            /** @enum {string} */
                            priority: "high" | "normal" | "low";
                            /** Format: date-time */
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "draft" | "running" | "paused" | "completed" | "cancelled";
                            version: number;
                            workflow: {
                                id: string;
                                runId: string | null;
                                url: string | null;
                            } | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDrips: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default {
                     *       "entries": [],
                     *       "reentry": {
                     *         "allowed": false,
                     *         "afterDays": 0
                     *       },
                     *       "goal": null,
                     *       "exitWhen": null,
                     *       "exitOnReply": true,
                     *       "window": null,
                     *       "steps": []
                     *     }
                     */
                    definition?: {
                        /** @default [] */
                        entries?: ({
                            /** @default true */
                            existing?: boolean;
                            /** @enum {string} */
                            kind: "list";
                            /** Format: uuid */
                            listId: string;
                        } | {
                            existing?: boolean;
                            /** @enum {string} */
                            kind: "segment";
                            /** Format: uuid */
                            segmentId: string;
                        } | {
                            /** @enum {string} */
                            event: "click" | "page_view" | "form" | "custom";
                            /** @enum {string} */
                            kind: "event";
                            /** @default null */
                            name?: string | null;
                        } | {
                            attribute: string;
                            /** @enum {string} */
                            kind: "dateField";
                            /** @default 0 */
                            offsetDays?: number;
                            /** @default true */
                            yearly?: boolean;
                        })[];
                        /** @default true */
                        exitOnReply?: boolean;
                        /** @default null */
                        exitWhen?: {
                            /** @enum {string} */
                            did: "sent" | "opened" | "clicked";
                            /** @enum {string} */
                            kind: "step";
                            step: string;
                        } | {
                            /** @enum {string} */
                            kind: "rule";
                            rule: components["schemas"]["SegmentRule"];
                        } | null;
                        /** @default null */
                        goal?: {
                            /** @enum {string} */
                            did: "sent" | "opened" | "clicked";
                            /** @enum {string} */
                            kind: "step";
                            step: string;
                        } | {
                            /** @enum {string} */
                            kind: "rule";
                            rule: components["schemas"]["SegmentRule"];
                        } | null;
                        /**
                         * @default {
                         *       "allowed": false,
                         *       "afterDays": 0
                         *     }
                         */
                        reentry?: {
                            /** @default 0 */
                            afterDays?: number;
                            allowed: boolean;
                        };
                        /** @default [] */
                        steps?: ({
                            key: string;
                            /** @enum {string} */
                            kind: "wait";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            until: {
                                amount: number;
                                /** @enum {string} */
                                kind: "duration";
                                /** @enum {string} */
                                unit: "minutes" | "hours" | "days" | "businessDays";
                            } | {
                                at: string;
                                /** @enum {string} */
                                kind: "weekday";
                                weekdays: number[];
                            } | {
                                /** @default 09:00 */
                                at?: string;
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays?: number;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                otherwise?: "goOn" | "exit";
                            };
                        } | {
                            /** @default {} */
                            content?: {
                                /** @default null */
                                blocks?: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format?: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass?: "marketing" | "transactional";
                                /** @default  */
                                preheader?: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo?: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId?: string | null;
                                subject?: string;
                                /** @default null */
                                textBody?: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId?: string | null;
                            };
                            key: string;
                            /** @enum {string} */
                            kind: "send";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                        } | {
                            condition: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            };
                            key: string;
                            /** @enum {string} */
                            kind: "branch";
                            /** @default  */
                            name?: string;
                            no: string | null;
                            note?: string;
                            yes: string | null;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "split";
                            /** @default  */
                            name?: string;
                            note?: string;
                            paths: {
                                label: string;
                                next: string | null;
                                percent: number;
                            }[];
                        } | {
                            attribute: string;
                            key: string;
                            /** @enum {string} */
                            kind: "setAttribute";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            value: string | number | boolean | null;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "setStatus";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /** Format: uuid */
                            statusId: string;
                        } | {
                            /** @enum {string} */
                            action: "add" | "remove";
                            key: string;
                            /** @enum {string} */
                            kind: "changeList";
                            /** Format: uuid */
                            listId: string;
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "notifyOwner";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /** @default  */
                            text?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "webhook";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /**
                             * @default goOn
                             * @enum {string}
                             */
                            onFailure?: "goOn" | "exit";
                            url: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "goal";
                            /** @default  */
                            name?: string;
                            note?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "exit";
                            /** @default  */
                            name?: string;
                            note?: string;
                        })[];
                        /** @default null */
                        window?: {
                            from: string;
                            to: string;
                            /**
                             * @default [
                             *       1,
                             *       2,
                             *       3,
                             *       4,
                             *       5,
                             *       6,
                             *       7
                             *     ]
                             */
                            weekdays?: number[];
                            /**
                             * @default person
                             * @enum {string}
                             */
                            zone?: "person" | "tenant";
                        } | null;
                    };
                    /** @default Drip */
                    name?: string;
                    /**
                     * @default normal
                     * @enum {string}
                     */
                    priority?: "high" | "normal" | "low";
                };
            };
        };
        responses: {
            /** @description The new drip */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        currentVersion: number;
                        definition: {
                            /** @default [] */
                            entries: ({
                                /** @default true */
                                existing: boolean;
                                /** @enum {string} */
                                kind: "list";
                                /** Format: uuid */
                                listId: string;
                            } | {
                                existing?: boolean;
                                /** @enum {string} */
                                kind: "segment";
                                /** Format: uuid */
                                segmentId: string;
                            } | {
                                /** @enum {string} */
                                event: "click" | "page_view" | "form" | "custom";
                                /** @enum {string} */
                                kind: "event";
                                /** @default null */
                                name: string | null;
                            } | {
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays: number;
                                /** @default true */
                                yearly: boolean;
                            })[];
                            /** @default true */
                            exitOnReply: boolean;
                            /** @default null */
                            exitWhen: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /** @default null */
                            goal: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /**
                             * @default {
                             *       "allowed": false,
                             *       "afterDays": 0
                             *     }
                             */
                            reentry: {
                                /** @default 0 */
                                afterDays: number;
                                allowed: boolean;
                            };
                            /** @default [] */
                            steps: ({
                                key: string;
                                /** @enum {string} */
                                kind: "wait";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                until: {
                                    amount: number;
                                    /** @enum {string} */
                                    kind: "duration";
                                    /** @enum {string} */
                                    unit: "minutes" | "hours" | "days" | "businessDays";
                                } | {
                                    at: string;
                                    /** @enum {string} */
                                    kind: "weekday";
                                    weekdays: number[];
                                } | {
                                    /** @default 09:00 */
                                    at: string;
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    otherwise: "goOn" | "exit";
                                };
                            } | {
                                /** @default {} */
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body?: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject?: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "send";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                condition: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "branch";
                                /** @default  */
                                name: string;
                                no: string | null;
                                note?: string;
                                yes: string | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "split";
                                /** @default  */
                                name: string;
                                note?: string;
                                paths: {
                                    label: string;
                                    next: string | null;
                                    percent: number;
                                }[];
                            } | {
                                attribute: string;
                                key: string;
                                /** @enum {string} */
                                kind: "setAttribute";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                value: string | number | boolean | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "setStatus";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** Format: uuid */
                                statusId: string;
                            } | {
                                /** @enum {string} */
                                action: "add" | "remove";
                                key: string;
                                /** @enum {string} */
                                kind: "changeList";
                                /** Format: uuid */
                                listId: string;
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "notifyOwner";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** @default  */
                                text: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "webhook";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                onFailure: "goOn" | "exit";
                                url: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "goal";
                                /** @default  */
                                name: string;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "exit";
                                /** @default  */
                                name: string;
                                note?: string;
                            })[];
                            /** @default null */
                            window: {
                                from: string;
                                to: string;
                                /**
                                 * @default [
                                 *       1,
                                 *       2,
                                 *       3,
                                 *       4,
                                 *       5,
                                 *       6,
                                 *       7
                                 *     ]
                                 */
                                weekdays: number[];
                                /**
                                 * @default person
                                 * @enum {string}
                                 */
                                zone: "person" | "tenant";
                            } | null;
                        };
                        /** Format: date-time */
                        entryClosedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        pendingVersion: number | null;
                        people: {
                            active: number;
                            completed: number;
                            enrolled: number;
                            exited: number;
                            failed: number;
                            paused: number;
                        };
                        /** @enum {string} */
                        priority: "high" | "normal" | "low";
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdDripsDripId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drip */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        currentVersion: number;
                        definition: {
                            /** @default [] */
                            entries: ({
                                /** @default true */
                                existing: boolean;
                                /** @enum {string} */
                                kind: "list";
                                /** Format: uuid */
                                listId: string;
                            } | {
                                existing?: boolean;
                                /** @enum {string} */
                                kind: "segment";
                                /** Format: uuid */
                                segmentId: string;
                            } | {
                                /** @enum {string} */
                                event: "click" | "page_view" | "form" | "custom";
                                /** @enum {string} */
                                kind: "event";
                                /** @default null */
                                name: string | null;
                            } | {
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays: number;
                                /** @default true */
                                yearly: boolean;
                            })[];
                            /** @default true */
                            exitOnReply: boolean;
                            /** @default null */
                            exitWhen: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /** @default null */
                            goal: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /**
                             * @default {
                             *       "allowed": false,
                             *       "afterDays": 0
                             *     }
                             */
                            reentry: {
                                /** @default 0 */
                                afterDays: number;
                                allowed: boolean;
                            };
                            /** @default [] */
                            steps: ({
                                key: string;
                                /** @enum {string} */
                                kind: "wait";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                until: {
                                    amount: number;
                                    /** @enum {string} */
                                    kind: "duration";
                                    /** @enum {string} */
                                    unit: "minutes" | "hours" | "days" | "businessDays";
                                } | {
                                    at: string;
                                    /** @enum {string} */
                                    kind: "weekday";
                                    weekdays: number[];
                                } | {
                                    /** @default 09:00 */
                                    at: string;
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    otherwise: "goOn" | "exit";
                                };
                            } | {
                                /** @default {} */
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body?: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject?: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "send";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                condition: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "branch";
                                /** @default  */
                                name: string;
                                no: string | null;
                                note?: string;
                                yes: string | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "split";
                                /** @default  */
                                name: string;
                                note?: string;
                                paths: {
                                    label: string;
                                    next: string | null;
                                    percent: number;
                                }[];
                            } | {
                                attribute: string;
                                key: string;
                                /** @enum {string} */
                                kind: "setAttribute";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                value: string | number | boolean | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "setStatus";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** Format: uuid */
                                statusId: string;
                            } | {
                                /** @enum {string} */
                                action: "add" | "remove";
                                key: string;
                                /** @enum {string} */
                                kind: "changeList";
                                /** Format: uuid */
                                listId: string;
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "notifyOwner";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** @default  */
                                text: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "webhook";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                onFailure: "goOn" | "exit";
                                url: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "goal";
                                /** @default  */
                                name: string;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "exit";
                                /** @default  */
                                name: string;
                                note?: string;
                            })[];
                            /** @default null */
                            window: {
                                from: string;
                                to: string;
                                /**
                                 * @default [
                                 *       1,
                                 *       2,
                                 *       3,
                                 *       4,
                                 *       5,
                                 *       6,
                                 *       7
                                 *     ]
                                 */
                                weekdays: number[];
                                /**
                                 * @default person
                                 * @enum {string}
                                 */
                                zone: "person" | "tenant";
                            } | null;
                        };
                        /** Format: date-time */
                        entryClosedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        pendingVersion: number | null;
                        people: {
                            active: number;
                            completed: number;
                            enrolled: number;
                            exited: number;
                            failed: number;
                            paused: number;
                        };
                        /** @enum {string} */
                        priority: "high" | "normal" | "low";
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCampaignsIdDripsDripId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchCampaignsIdDripsDripId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    definition?: {
                        /** @default [] */
                        entries?: ({
                            /** @default true */
                            existing?: boolean;
                            /** @enum {string} */
                            kind: "list";
                            /** Format: uuid */
                            listId: string;
                        } | {
                            existing?: boolean;
                            /** @enum {string} */
                            kind: "segment";
                            /** Format: uuid */
                            segmentId: string;
                        } | {
                            /** @enum {string} */
                            event: "click" | "page_view" | "form" | "custom";
                            /** @enum {string} */
                            kind: "event";
                            /** @default null */
                            name?: string | null;
                        } | {
                            attribute: string;
                            /** @enum {string} */
                            kind: "dateField";
                            /** @default 0 */
                            offsetDays?: number;
                            /** @default true */
                            yearly?: boolean;
                        })[];
                        /** @default true */
                        exitOnReply?: boolean;
                        /** @default null */
                        exitWhen?: {
                            /** @enum {string} */
                            did: "sent" | "opened" | "clicked";
                            /** @enum {string} */
                            kind: "step";
                            step: string;
                        } | {
                            /** @enum {string} */
                            kind: "rule";
                            rule: components["schemas"]["SegmentRule"];
                        } | null;
                        /** @default null */
                        goal?: {
                            /** @enum {string} */
                            did: "sent" | "opened" | "clicked";
                            /** @enum {string} */
                            kind: "step";
                            step: string;
                        } | {
                            /** @enum {string} */
                            kind: "rule";
                            rule: components["schemas"]["SegmentRule"];
                        } | null;
                        /**
                         * @default {
                         *       "allowed": false,
                         *       "afterDays": 0
                         *     }
                         */
                        reentry?: {
                            /** @default 0 */
                            afterDays?: number;
                            allowed: boolean;
                        };
                        /** @default [] */
                        steps?: ({
                            key: string;
                            /** @enum {string} */
                            kind: "wait";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            until: {
                                amount: number;
                                /** @enum {string} */
                                kind: "duration";
                                /** @enum {string} */
                                unit: "minutes" | "hours" | "days" | "businessDays";
                            } | {
                                at: string;
                                /** @enum {string} */
                                kind: "weekday";
                                weekdays: number[];
                            } | {
                                /** @default 09:00 */
                                at?: string;
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays?: number;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                otherwise?: "goOn" | "exit";
                            };
                        } | {
                            /** @default {} */
                            content?: {
                                /** @default null */
                                blocks?: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format?: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass?: "marketing" | "transactional";
                                /** @default  */
                                preheader?: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo?: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId?: string | null;
                                subject?: string;
                                /** @default null */
                                textBody?: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId?: string | null;
                            };
                            key: string;
                            /** @enum {string} */
                            kind: "send";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                        } | {
                            condition: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            };
                            key: string;
                            /** @enum {string} */
                            kind: "branch";
                            /** @default  */
                            name?: string;
                            no: string | null;
                            note?: string;
                            yes: string | null;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "split";
                            /** @default  */
                            name?: string;
                            note?: string;
                            paths: {
                                label: string;
                                next: string | null;
                                percent: number;
                            }[];
                        } | {
                            attribute: string;
                            key: string;
                            /** @enum {string} */
                            kind: "setAttribute";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            value: string | number | boolean | null;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "setStatus";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /** Format: uuid */
                            statusId: string;
                        } | {
                            /** @enum {string} */
                            action: "add" | "remove";
                            key: string;
                            /** @enum {string} */
                            kind: "changeList";
                            /** Format: uuid */
                            listId: string;
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "notifyOwner";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /** @default  */
                            text?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "webhook";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /**
                             * @default goOn
                             * @enum {string}
                             */
                            onFailure?: "goOn" | "exit";
                            url: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "goal";
                            /** @default  */
                            name?: string;
                            note?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "exit";
                            /** @default  */
                            name?: string;
                            note?: string;
                        })[];
                        /** @default null */
                        window?: {
                            from: string;
                            to: string;
                            /**
                             * @default [
                             *       1,
                             *       2,
                             *       3,
                             *       4,
                             *       5,
                             *       6,
                             *       7
                             *     ]
                             */
                            weekdays?: number[];
                            /**
                             * @default person
                             * @enum {string}
                             */
                            zone?: "person" | "tenant";
                        } | null;
                    };
                    name?: string;
                    /** @enum {string} */
                    priority?: "high" | "normal" | "low";
                };
            };
        };
        responses: {
            /** @description The drip as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        currentVersion: number;
                        definition: {
                            /** @default [] */
                            entries: ({
                                /** @default true */
                                existing: boolean;
                                /** @enum {string} */
                                kind: "list";
                                /** Format: uuid */
                                listId: string;
                            } | {
                                existing?: boolean;
                                /** @enum {string} */
                                kind: "segment";
                                /** Format: uuid */
                                segmentId: string;
                            } | {
                                /** @enum {string} */
                                event: "click" | "page_view" | "form" | "custom";
                                /** @enum {string} */
                                kind: "event";
                                /** @default null */
                                name: string | null;
                            } | {
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays: number;
                                /** @default true */
                                yearly: boolean;
                            })[];
                            /** @default true */
                            exitOnReply: boolean;
                            /** @default null */
                            exitWhen: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /** @default null */
                            goal: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /**
                             * @default {
                             *       "allowed": false,
                             *       "afterDays": 0
                             *     }
                             */
                            reentry: {
                                /** @default 0 */
                                afterDays: number;
                                allowed: boolean;
                            };
                            /** @default [] */
                            steps: ({
                                key: string;
                                /** @enum {string} */
                                kind: "wait";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                until: {
                                    amount: number;
                                    /** @enum {string} */
                                    kind: "duration";
                                    /** @enum {string} */
                                    unit: "minutes" | "hours" | "days" | "businessDays";
                                } | {
                                    at: string;
                                    /** @enum {string} */
                                    kind: "weekday";
                                    weekdays: number[];
                                } | {
                                    /** @default 09:00 */
                                    at: string;
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    otherwise: "goOn" | "exit";
                                };
                            } | {
                                /** @default {} */
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body?: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject?: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "send";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                condition: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "branch";
                                /** @default  */
                                name: string;
                                no: string | null;
                                note?: string;
                                yes: string | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "split";
                                /** @default  */
                                name: string;
                                note?: string;
                                paths: {
                                    label: string;
                                    next: string | null;
                                    percent: number;
                                }[];
                            } | {
                                attribute: string;
                                key: string;
                                /** @enum {string} */
                                kind: "setAttribute";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                value: string | number | boolean | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "setStatus";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** Format: uuid */
                                statusId: string;
                            } | {
                                /** @enum {string} */
                                action: "add" | "remove";
                                key: string;
                                /** @enum {string} */
                                kind: "changeList";
                                /** Format: uuid */
                                listId: string;
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "notifyOwner";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** @default  */
                                text: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "webhook";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                onFailure: "goOn" | "exit";
                                url: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "goal";
                                /** @default  */
                                name: string;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "exit";
                                /** @default  */
                                name: string;
                                note?: string;
                            })[];
                            /** @default null */
                            window: {
                                from: string;
                                to: string;
                                /**
                                 * @default [
                                 *       1,
                                 *       2,
                                 *       3,
                                 *       4,
                                 *       5,
                                 *       6,
                                 *       7
                                 *     ]
                                 */
                                weekdays: number[];
                                /**
                                 * @default person
                                 * @enum {string}
                                 */
                                zone: "person" | "tenant";
                            } | null;
                        };
                        /** Format: date-time */
                        entryClosedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        pendingVersion: number | null;
                        people: {
                            active: number;
                            completed: number;
                            enrolled: number;
                            exited: number;
                            failed: number;
                            paused: number;
                        };
                        /** @enum {string} */
                        priority: "high" | "normal" | "low";
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdDripsDripIdCalls: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                status?: "waiting" | "done" | "failed" | "cancelled";
                step?: string;
            };
            header?: never;
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of calls */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            attempts: number;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            finishedAt: string | null;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            nextTryAt: string | null;
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            problem: string | null;
                            problemWords: string | null;
                            responseStatus: number | null;
                            /** @enum {string} */
                            status: "waiting" | "done" | "failed" | "cancelled";
                            step: string;
                            url: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdCallsDripCallIdRetry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripCallId: string;
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is tried with the next round */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdEnrol: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    again?: boolean;
                    /** Format: uuid */
                    listId?: string;
                    personIds?: string[];
                    /** Format: uuid */
                    segmentId?: string;
                };
            };
        };
        responses: {
            /** @description What became of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        alreadyIn: number;
                        enrolled: number;
                        notAgain: number;
                        notFound: string[];
                    };
                };
            };
            /** @description They are many: an intake takes them in, which can be followed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        failure: string | null;
                        /** Format: date-time */
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        progress: {
                            added: number;
                            done: number;
                            people: number | null;
                        };
                        source: {
                            /** @enum {string} */
                            kind: "list";
                            /** Format: uuid */
                            listId: string;
                        } | {
                            /** Format: uuid */
                            campaignId: string;
                            hasResponded?: boolean;
                            /** @enum {string} */
                            kind: "campaign";
                        } | {
                            /** @enum {string} */
                            kind: "segment";
                            /** Format: uuid */
                            segmentId: string;
                        };
                        sourceName: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        /** @enum {string} */
                        target: "campaign" | "drip" | "nurture";
                        /** Format: uuid */
                        targetId: string;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdDripsDripIdFigures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The steps in their order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            called: number;
                            calling: number;
                            conversion: number | null;
                            entered: number;
                            kind: string;
                            left: number;
                            name: string;
                            nextDue: number;
                            /** Format: date-time */
                            nextDueAt: string | null;
                            notCalled: number;
                            sent: number;
                            skipped: number;
                            step: string;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            waiting: number;
                            wentOn: number;
                        }[];
                        /** @description People who finish a step that the version in use does not have */
                        elsewhere: number;
                        enrolled: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drip is held */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdDripsDripIdPeople: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                /** @description `true`: only those who are in it */
                open?: "true" | "false";
                state?: "enrolled" | "active" | "paused" | "completed" | "exited" | "failed";
                step?: string;
            };
            header?: never;
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of enrolments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            dueAt: string | null;
                            email: string | null;
                            /** Format: date-time */
                            endedAt: string | null;
                            /** Format: date-time */
                            enrolledAt: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            reason: string | null;
                            sentence: string;
                            /** Format: date-time */
                            since: string;
                            /** @enum {string} */
                            state: "enrolled" | "active" | "paused" | "completed" | "exited" | "failed";
                            step: string | null;
                            stepName: string;
                            version: number;
                            /** @enum {string} */
                            waitsFor: "time" | "message" | "window" | "webhook" | "nothing";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdPeoplePersonIdExit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the person stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        dueAt: string | null;
                        email: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        /** Format: date-time */
                        enrolledAt: string;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        personId: string;
                        personName: string;
                        reason: string | null;
                        sentence: string;
                        /** Format: date-time */
                        since: string;
                        /** @enum {string} */
                        state: "enrolled" | "active" | "paused" | "completed" | "exited" | "failed";
                        step: string | null;
                        stepName: string;
                        version: number;
                        /** @enum {string} */
                        waitsFor: "time" | "message" | "window" | "webhook" | "nothing";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdPeoplePersonIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the person stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        dueAt: string | null;
                        email: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        /** Format: date-time */
                        enrolledAt: string;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        personId: string;
                        personName: string;
                        reason: string | null;
                        sentence: string;
                        /** Format: date-time */
                        since: string;
                        /** @enum {string} */
                        state: "enrolled" | "active" | "paused" | "completed" | "exited" | "failed";
                        step: string | null;
                        stepName: string;
                        version: number;
                        /** @enum {string} */
                        waitsFor: "time" | "message" | "window" | "webhook" | "nothing";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdPeoplePersonIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the person stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        dueAt: string | null;
                        email: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        /** Format: date-time */
                        enrolledAt: string;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        personId: string;
                        personName: string;
                        reason: string | null;
                        sentence: string;
                        /** Format: date-time */
                        since: string;
                        /** @enum {string} */
                        state: "enrolled" | "active" | "paused" | "completed" | "exited" | "failed";
                        step: string | null;
                        stepName: string;
                        version: number;
                        /** @enum {string} */
                        waitsFor: "time" | "message" | "window" | "webhook" | "nothing";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdPeoplePersonIdSkip: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the person stands now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        dueAt: string | null;
                        email: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        /** Format: date-time */
                        enrolledAt: string;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        personId: string;
                        personName: string;
                        reason: string | null;
                        sentence: string;
                        /** Format: date-time */
                        since: string;
                        /** @enum {string} */
                        state: "enrolled" | "active" | "paused" | "completed" | "exited" | "failed";
                        step: string | null;
                        stepName: string;
                        version: number;
                        /** @enum {string} */
                        waitsFor: "time" | "message" | "window" | "webhook" | "nothing";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    overdue: "atOnce";
                } | {
                    hours: number;
                    /** @enum {string} */
                    overdue: "spread";
                } | {
                    /** @enum {string} */
                    overdue: "skip";
                };
            };
        };
        responses: {
            /** @description The drip goes on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        overdue: number;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdDripsDripIdVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All versions; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            activatedAt: string | null;
                            comment: string;
                            /** Format: date-time */
                            createdAt: string;
                            createdByName: string;
                            /** Format: date-time */
                            decidedAt: string | null;
                            decidedByName: string | null;
                            definition: {
                                /** @default [] */
                                entries: ({
                                    /** @default true */
                                    existing: boolean;
                                    /** @enum {string} */
                                    kind: "list";
                                    /** Format: uuid */
                                    listId: string;
                                } | {
                                    existing?: boolean;
                                    /** @enum {string} */
                                    kind: "segment";
                                    /** Format: uuid */
                                    segmentId: string;
                                } | {
                                    /** @enum {string} */
                                    event: "click" | "page_view" | "form" | "custom";
                                    /** @enum {string} */
                                    kind: "event";
                                    /** @default null */
                                    name: string | null;
                                } | {
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /** @default true */
                                    yearly: boolean;
                                })[];
                                /** @default true */
                                exitOnReply: boolean;
                                /** @default null */
                                exitWhen: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                } | null;
                                /** @default null */
                                goal: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                } | null;
                                /**
                                 * @default {
                                 *       "allowed": false,
                                 *       "afterDays": 0
                                 *     }
                                 */
                                reentry: {
                                    /** @default 0 */
                                    afterDays: number;
                                    allowed: boolean;
                                };
                                /** @default [] */
                                steps: ({
                                    key: string;
                                    /** @enum {string} */
                                    kind: "wait";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    until: {
                                        amount: number;
                                        /** @enum {string} */
                                        kind: "duration";
                                        /** @enum {string} */
                                        unit: "minutes" | "hours" | "days" | "businessDays";
                                    } | {
                                        at: string;
                                        /** @enum {string} */
                                        kind: "weekday";
                                        weekdays: number[];
                                    } | {
                                        /** @default 09:00 */
                                        at: string;
                                        attribute: string;
                                        /** @enum {string} */
                                        kind: "dateField";
                                        /** @default 0 */
                                        offsetDays: number;
                                        /**
                                         * @default goOn
                                         * @enum {string}
                                         */
                                        otherwise: "goOn" | "exit";
                                    };
                                } | {
                                    /** @default {} */
                                    content: {
                                        /** @default null */
                                        blocks: {
                                            [key: string]: unknown;
                                        }[] | null;
                                        body?: string;
                                        /**
                                         * @default mjml
                                         * @enum {string}
                                         */
                                        format: "mjml" | "html" | "blocks";
                                        /**
                                         * @default marketing
                                         * @enum {string}
                                         */
                                        messageClass: "marketing" | "transactional";
                                        /** @default  */
                                        preheader: string;
                                        /**
                                         * Format: email
                                         * @default null
                                         */
                                        replyTo: string | null;
                                        /**
                                         * Format: uuid
                                         * @default null
                                         */
                                        senderId: string | null;
                                        subject?: string;
                                        /** @default null */
                                        textBody: string | null;
                                        /**
                                         * Format: uuid
                                         * @default null
                                         */
                                        topicId: string | null;
                                    };
                                    key: string;
                                    /** @enum {string} */
                                    kind: "send";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                } | {
                                    condition: {
                                        /** @enum {string} */
                                        did: "sent" | "opened" | "clicked";
                                        /** @enum {string} */
                                        kind: "step";
                                        step: string;
                                    } | {
                                        /** @enum {string} */
                                        kind: "rule";
                                        rule: components["schemas"]["SegmentRule"];
                                    };
                                    key: string;
                                    /** @enum {string} */
                                    kind: "branch";
                                    /** @default  */
                                    name: string;
                                    no: string | null;
                                    note?: string;
                                    yes: string | null;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "split";
                                    /** @default  */
                                    name: string;
                                    note?: string;
                                    paths: {
                                        label: string;
                                        next: string | null;
                                        percent: number;
                                    }[];
                                } | {
                                    attribute: string;
                                    key: string;
                                    /** @enum {string} */
                                    kind: "setAttribute";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    value: string | number | boolean | null;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "setStatus";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    /** Format: uuid */
                                    statusId: string;
                                } | {
                                    /** @enum {string} */
                                    action: "add" | "remove";
                                    key: string;
                                    /** @enum {string} */
                                    kind: "changeList";
                                    /** Format: uuid */
                                    listId: string;
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "notifyOwner";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    /** @default  */
                                    text: string;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "webhook";
                                    /** @default  */
                                    name: string;
                                    next?: string | null;
                                    note?: string;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    onFailure: "goOn" | "exit";
                                    url: string;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "goal";
                                    /** @default  */
                                    name: string;
                                    note?: string;
                                } | {
                                    key: string;
                                    /** @enum {string} */
                                    kind: "exit";
                                    /** @default  */
                                    name: string;
                                    note?: string;
                                })[];
                                /** @default null */
                                window: {
                                    from: string;
                                    to: string;
                                    /**
                                     * @default [
                                     *       1,
                                     *       2,
                                     *       3,
                                     *       4,
                                     *       5,
                                     *       6,
                                     *       7
                                     *     ]
                                     */
                                    weekdays: number[];
                                    /**
                                     * @default person
                                     * @enum {string}
                                     */
                                    zone: "person" | "tenant";
                                } | null;
                            };
                            moves: {
                                [key: string]: string | null;
                            };
                            note: string;
                            number: number;
                            people: number;
                            /** @enum {string} */
                            scope: "everyone" | "newOnly";
                            /** @enum {string} */
                            state: "draft" | "in_review" | "approved" | "active" | "superseded" | "rejected" | "withdrawn";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdVersions: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    definition?: {
                        /** @default [] */
                        entries?: ({
                            /** @default true */
                            existing?: boolean;
                            /** @enum {string} */
                            kind: "list";
                            /** Format: uuid */
                            listId: string;
                        } | {
                            existing?: boolean;
                            /** @enum {string} */
                            kind: "segment";
                            /** Format: uuid */
                            segmentId: string;
                        } | {
                            /** @enum {string} */
                            event: "click" | "page_view" | "form" | "custom";
                            /** @enum {string} */
                            kind: "event";
                            /** @default null */
                            name?: string | null;
                        } | {
                            attribute: string;
                            /** @enum {string} */
                            kind: "dateField";
                            /** @default 0 */
                            offsetDays?: number;
                            /** @default true */
                            yearly?: boolean;
                        })[];
                        /** @default true */
                        exitOnReply?: boolean;
                        /** @default null */
                        exitWhen?: {
                            /** @enum {string} */
                            did: "sent" | "opened" | "clicked";
                            /** @enum {string} */
                            kind: "step";
                            step: string;
                        } | {
                            /** @enum {string} */
                            kind: "rule";
                            rule: components["schemas"]["SegmentRule"];
                        } | null;
                        /** @default null */
                        goal?: {
                            /** @enum {string} */
                            did: "sent" | "opened" | "clicked";
                            /** @enum {string} */
                            kind: "step";
                            step: string;
                        } | {
                            /** @enum {string} */
                            kind: "rule";
                            rule: components["schemas"]["SegmentRule"];
                        } | null;
                        /**
                         * @default {
                         *       "allowed": false,
                         *       "afterDays": 0
                         *     }
                         */
                        reentry?: {
                            /** @default 0 */
                            afterDays?: number;
                            allowed: boolean;
                        };
                        /** @default [] */
                        steps?: ({
                            key: string;
                            /** @enum {string} */
                            kind: "wait";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            until: {
                                amount: number;
                                /** @enum {string} */
                                kind: "duration";
                                /** @enum {string} */
                                unit: "minutes" | "hours" | "days" | "businessDays";
                            } | {
                                at: string;
                                /** @enum {string} */
                                kind: "weekday";
                                weekdays: number[];
                            } | {
                                /** @default 09:00 */
                                at?: string;
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays?: number;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                otherwise?: "goOn" | "exit";
                            };
                        } | {
                            /** @default {} */
                            content?: {
                                /** @default null */
                                blocks?: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format?: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass?: "marketing" | "transactional";
                                /** @default  */
                                preheader?: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo?: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId?: string | null;
                                subject?: string;
                                /** @default null */
                                textBody?: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId?: string | null;
                            };
                            key: string;
                            /** @enum {string} */
                            kind: "send";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                        } | {
                            condition: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            };
                            key: string;
                            /** @enum {string} */
                            kind: "branch";
                            /** @default  */
                            name?: string;
                            no: string | null;
                            note?: string;
                            yes: string | null;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "split";
                            /** @default  */
                            name?: string;
                            note?: string;
                            paths: {
                                label: string;
                                next: string | null;
                                percent: number;
                            }[];
                        } | {
                            attribute: string;
                            key: string;
                            /** @enum {string} */
                            kind: "setAttribute";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            value: string | number | boolean | null;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "setStatus";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /** Format: uuid */
                            statusId: string;
                        } | {
                            /** @enum {string} */
                            action: "add" | "remove";
                            key: string;
                            /** @enum {string} */
                            kind: "changeList";
                            /** Format: uuid */
                            listId: string;
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "notifyOwner";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /** @default  */
                            text?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "webhook";
                            /** @default  */
                            name?: string;
                            next?: string | null;
                            note?: string;
                            /**
                             * @default goOn
                             * @enum {string}
                             */
                            onFailure?: "goOn" | "exit";
                            url: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "goal";
                            /** @default  */
                            name?: string;
                            note?: string;
                        } | {
                            key: string;
                            /** @enum {string} */
                            kind: "exit";
                            /** @default  */
                            name?: string;
                            note?: string;
                        })[];
                        /** @default null */
                        window?: {
                            from: string;
                            to: string;
                            /**
                             * @default [
                             *       1,
                             *       2,
                             *       3,
                             *       4,
                             *       5,
                             *       6,
                             *       7
                             *     ]
                             */
                            weekdays?: number[];
                            /**
                             * @default person
                             * @enum {string}
                             */
                            zone?: "person" | "tenant";
                        } | null;
                    };
                    /** @default {} */
                    moves?: {
                        [key: string]: string | null;
                    };
                    /** @default  */
                    note?: string;
                    restore?: number;
                    /**
                     * @default everyone
                     * @enum {string}
                     */
                    scope?: "everyone" | "newOnly";
                };
            };
        };
        responses: {
            /** @description What it would do; nothing was saved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: string[];
                        changed: string[];
                        changedKinds: {
                            from: string;
                            name: string;
                            step: string;
                            to: string;
                        }[];
                        everyone: {
                            touched: number;
                        };
                        inDrip: number;
                        needsApproval: boolean;
                        newOnly: {
                            touched: number;
                        };
                        removed: {
                            goesTo: string | null;
                            isDecided: boolean;
                            name: string;
                            people: number;
                            step: string;
                        }[];
                    };
                };
            };
            /** @description It waits for somebody else to approve it; a former one that was approved needs nobody */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        activatedAt: string | null;
                        comment: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdByName: string;
                        /** Format: date-time */
                        decidedAt: string | null;
                        decidedByName: string | null;
                        definition: {
                            /** @default [] */
                            entries: ({
                                /** @default true */
                                existing: boolean;
                                /** @enum {string} */
                                kind: "list";
                                /** Format: uuid */
                                listId: string;
                            } | {
                                existing?: boolean;
                                /** @enum {string} */
                                kind: "segment";
                                /** Format: uuid */
                                segmentId: string;
                            } | {
                                /** @enum {string} */
                                event: "click" | "page_view" | "form" | "custom";
                                /** @enum {string} */
                                kind: "event";
                                /** @default null */
                                name: string | null;
                            } | {
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays: number;
                                /** @default true */
                                yearly: boolean;
                            })[];
                            /** @default true */
                            exitOnReply: boolean;
                            /** @default null */
                            exitWhen: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /** @default null */
                            goal: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /**
                             * @default {
                             *       "allowed": false,
                             *       "afterDays": 0
                             *     }
                             */
                            reentry: {
                                /** @default 0 */
                                afterDays: number;
                                allowed: boolean;
                            };
                            /** @default [] */
                            steps: ({
                                key: string;
                                /** @enum {string} */
                                kind: "wait";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                until: {
                                    amount: number;
                                    /** @enum {string} */
                                    kind: "duration";
                                    /** @enum {string} */
                                    unit: "minutes" | "hours" | "days" | "businessDays";
                                } | {
                                    at: string;
                                    /** @enum {string} */
                                    kind: "weekday";
                                    weekdays: number[];
                                } | {
                                    /** @default 09:00 */
                                    at: string;
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    otherwise: "goOn" | "exit";
                                };
                            } | {
                                /** @default {} */
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body?: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject?: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "send";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                condition: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "branch";
                                /** @default  */
                                name: string;
                                no: string | null;
                                note?: string;
                                yes: string | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "split";
                                /** @default  */
                                name: string;
                                note?: string;
                                paths: {
                                    label: string;
                                    next: string | null;
                                    percent: number;
                                }[];
                            } | {
                                attribute: string;
                                key: string;
                                /** @enum {string} */
                                kind: "setAttribute";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                value: string | number | boolean | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "setStatus";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** Format: uuid */
                                statusId: string;
                            } | {
                                /** @enum {string} */
                                action: "add" | "remove";
                                key: string;
                                /** @enum {string} */
                                kind: "changeList";
                                /** Format: uuid */
                                listId: string;
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "notifyOwner";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** @default  */
                                text: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "webhook";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                onFailure: "goOn" | "exit";
                                url: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "goal";
                                /** @default  */
                                name: string;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "exit";
                                /** @default  */
                                name: string;
                                note?: string;
                            })[];
                            /** @default null */
                            window: {
                                from: string;
                                to: string;
                                /**
                                 * @default [
                                 *       1,
                                 *       2,
                                 *       3,
                                 *       4,
                                 *       5,
                                 *       6,
                                 *       7
                                 *     ]
                                 */
                                weekdays: number[];
                                /**
                                 * @default person
                                 * @enum {string}
                                 */
                                zone: "person" | "tenant";
                            } | null;
                        };
                        moves: {
                            [key: string]: string | null;
                        };
                        note: string;
                        number: number;
                        people: number;
                        /** @enum {string} */
                        scope: "everyone" | "newOnly";
                        /** @enum {string} */
                        state: "draft" | "in_review" | "approved" | "active" | "superseded" | "rejected" | "withdrawn";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdVersionsNumberApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default  */
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The version as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        activatedAt: string | null;
                        comment: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdByName: string;
                        /** Format: date-time */
                        decidedAt: string | null;
                        decidedByName: string | null;
                        definition: {
                            /** @default [] */
                            entries: ({
                                /** @default true */
                                existing: boolean;
                                /** @enum {string} */
                                kind: "list";
                                /** Format: uuid */
                                listId: string;
                            } | {
                                existing?: boolean;
                                /** @enum {string} */
                                kind: "segment";
                                /** Format: uuid */
                                segmentId: string;
                            } | {
                                /** @enum {string} */
                                event: "click" | "page_view" | "form" | "custom";
                                /** @enum {string} */
                                kind: "event";
                                /** @default null */
                                name: string | null;
                            } | {
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays: number;
                                /** @default true */
                                yearly: boolean;
                            })[];
                            /** @default true */
                            exitOnReply: boolean;
                            /** @default null */
                            exitWhen: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /** @default null */
                            goal: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /**
                             * @default {
                             *       "allowed": false,
                             *       "afterDays": 0
                             *     }
                             */
                            reentry: {
                                /** @default 0 */
                                afterDays: number;
                                allowed: boolean;
                            };
                            /** @default [] */
                            steps: ({
                                key: string;
                                /** @enum {string} */
                                kind: "wait";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                until: {
                                    amount: number;
                                    /** @enum {string} */
                                    kind: "duration";
                                    /** @enum {string} */
                                    unit: "minutes" | "hours" | "days" | "businessDays";
                                } | {
                                    at: string;
                                    /** @enum {string} */
                                    kind: "weekday";
                                    weekdays: number[];
                                } | {
                                    /** @default 09:00 */
                                    at: string;
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    otherwise: "goOn" | "exit";
                                };
                            } | {
                                /** @default {} */
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body?: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject?: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "send";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                condition: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "branch";
                                /** @default  */
                                name: string;
                                no: string | null;
                                note?: string;
                                yes: string | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "split";
                                /** @default  */
                                name: string;
                                note?: string;
                                paths: {
                                    label: string;
                                    next: string | null;
                                    percent: number;
                                }[];
                            } | {
                                attribute: string;
                                key: string;
                                /** @enum {string} */
                                kind: "setAttribute";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                value: string | number | boolean | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "setStatus";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** Format: uuid */
                                statusId: string;
                            } | {
                                /** @enum {string} */
                                action: "add" | "remove";
                                key: string;
                                /** @enum {string} */
                                kind: "changeList";
                                /** Format: uuid */
                                listId: string;
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "notifyOwner";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** @default  */
                                text: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "webhook";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                onFailure: "goOn" | "exit";
                                url: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "goal";
                                /** @default  */
                                name: string;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "exit";
                                /** @default  */
                                name: string;
                                note?: string;
                            })[];
                            /** @default null */
                            window: {
                                from: string;
                                to: string;
                                /**
                                 * @default [
                                 *       1,
                                 *       2,
                                 *       3,
                                 *       4,
                                 *       5,
                                 *       6,
                                 *       7
                                 *     ]
                                 */
                                weekdays: number[];
                                /**
                                 * @default person
                                 * @enum {string}
                                 */
                                zone: "person" | "tenant";
                            } | null;
                        };
                        moves: {
                            [key: string]: string | null;
                        };
                        note: string;
                        number: number;
                        people: number;
                        /** @enum {string} */
                        scope: "everyone" | "newOnly";
                        /** @enum {string} */
                        state: "draft" | "in_review" | "approved" | "active" | "superseded" | "rejected" | "withdrawn";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdVersionsNumberReject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default  */
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The version as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        activatedAt: string | null;
                        comment: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdByName: string;
                        /** Format: date-time */
                        decidedAt: string | null;
                        decidedByName: string | null;
                        definition: {
                            /** @default [] */
                            entries: ({
                                /** @default true */
                                existing: boolean;
                                /** @enum {string} */
                                kind: "list";
                                /** Format: uuid */
                                listId: string;
                            } | {
                                existing?: boolean;
                                /** @enum {string} */
                                kind: "segment";
                                /** Format: uuid */
                                segmentId: string;
                            } | {
                                /** @enum {string} */
                                event: "click" | "page_view" | "form" | "custom";
                                /** @enum {string} */
                                kind: "event";
                                /** @default null */
                                name: string | null;
                            } | {
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays: number;
                                /** @default true */
                                yearly: boolean;
                            })[];
                            /** @default true */
                            exitOnReply: boolean;
                            /** @default null */
                            exitWhen: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /** @default null */
                            goal: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /**
                             * @default {
                             *       "allowed": false,
                             *       "afterDays": 0
                             *     }
                             */
                            reentry: {
                                /** @default 0 */
                                afterDays: number;
                                allowed: boolean;
                            };
                            /** @default [] */
                            steps: ({
                                key: string;
                                /** @enum {string} */
                                kind: "wait";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                until: {
                                    amount: number;
                                    /** @enum {string} */
                                    kind: "duration";
                                    /** @enum {string} */
                                    unit: "minutes" | "hours" | "days" | "businessDays";
                                } | {
                                    at: string;
                                    /** @enum {string} */
                                    kind: "weekday";
                                    weekdays: number[];
                                } | {
                                    /** @default 09:00 */
                                    at: string;
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    otherwise: "goOn" | "exit";
                                };
                            } | {
                                /** @default {} */
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body?: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject?: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "send";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                condition: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "branch";
                                /** @default  */
                                name: string;
                                no: string | null;
                                note?: string;
                                yes: string | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "split";
                                /** @default  */
                                name: string;
                                note?: string;
                                paths: {
                                    label: string;
                                    next: string | null;
                                    percent: number;
                                }[];
                            } | {
                                attribute: string;
                                key: string;
                                /** @enum {string} */
                                kind: "setAttribute";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                value: string | number | boolean | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "setStatus";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** Format: uuid */
                                statusId: string;
                            } | {
                                /** @enum {string} */
                                action: "add" | "remove";
                                key: string;
                                /** @enum {string} */
                                kind: "changeList";
                                /** Format: uuid */
                                listId: string;
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "notifyOwner";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** @default  */
                                text: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "webhook";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                onFailure: "goOn" | "exit";
                                url: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "goal";
                                /** @default  */
                                name: string;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "exit";
                                /** @default  */
                                name: string;
                                note?: string;
                            })[];
                            /** @default null */
                            window: {
                                from: string;
                                to: string;
                                /**
                                 * @default [
                                 *       1,
                                 *       2,
                                 *       3,
                                 *       4,
                                 *       5,
                                 *       6,
                                 *       7
                                 *     ]
                                 */
                                weekdays: number[];
                                /**
                                 * @default person
                                 * @enum {string}
                                 */
                                zone: "person" | "tenant";
                            } | null;
                        };
                        moves: {
                            [key: string]: string | null;
                        };
                        note: string;
                        number: number;
                        people: number;
                        /** @enum {string} */
                        scope: "everyone" | "newOnly";
                        /** @enum {string} */
                        state: "draft" | "in_review" | "approved" | "active" | "superseded" | "rejected" | "withdrawn";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdDripsDripIdVersionsNumberWithdraw: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                dripId: string;
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default  */
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The version as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        activatedAt: string | null;
                        comment: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdByName: string;
                        /** Format: date-time */
                        decidedAt: string | null;
                        decidedByName: string | null;
                        definition: {
                            /** @default [] */
                            entries: ({
                                /** @default true */
                                existing: boolean;
                                /** @enum {string} */
                                kind: "list";
                                /** Format: uuid */
                                listId: string;
                            } | {
                                existing?: boolean;
                                /** @enum {string} */
                                kind: "segment";
                                /** Format: uuid */
                                segmentId: string;
                            } | {
                                /** @enum {string} */
                                event: "click" | "page_view" | "form" | "custom";
                                /** @enum {string} */
                                kind: "event";
                                /** @default null */
                                name: string | null;
                            } | {
                                attribute: string;
                                /** @enum {string} */
                                kind: "dateField";
                                /** @default 0 */
                                offsetDays: number;
                                /** @default true */
                                yearly: boolean;
                            })[];
                            /** @default true */
                            exitOnReply: boolean;
                            /** @default null */
                            exitWhen: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /** @default null */
                            goal: {
                                /** @enum {string} */
                                did: "sent" | "opened" | "clicked";
                                /** @enum {string} */
                                kind: "step";
                                step: string;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                rule: components["schemas"]["SegmentRule"];
                            } | null;
                            /**
                             * @default {
                             *       "allowed": false,
                             *       "afterDays": 0
                             *     }
                             */
                            reentry: {
                                /** @default 0 */
                                afterDays: number;
                                allowed: boolean;
                            };
                            /** @default [] */
                            steps: ({
                                key: string;
                                /** @enum {string} */
                                kind: "wait";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                until: {
                                    amount: number;
                                    /** @enum {string} */
                                    kind: "duration";
                                    /** @enum {string} */
                                    unit: "minutes" | "hours" | "days" | "businessDays";
                                } | {
                                    at: string;
                                    /** @enum {string} */
                                    kind: "weekday";
                                    weekdays: number[];
                                } | {
                                    /** @default 09:00 */
                                    at: string;
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /**
                                     * @default goOn
                                     * @enum {string}
                                     */
                                    otherwise: "goOn" | "exit";
                                };
                            } | {
                                /** @default {} */
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body?: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject?: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "send";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                condition: {
                                    /** @enum {string} */
                                    did: "sent" | "opened" | "clicked";
                                    /** @enum {string} */
                                    kind: "step";
                                    step: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    rule: components["schemas"]["SegmentRule"];
                                };
                                key: string;
                                /** @enum {string} */
                                kind: "branch";
                                /** @default  */
                                name: string;
                                no: string | null;
                                note?: string;
                                yes: string | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "split";
                                /** @default  */
                                name: string;
                                note?: string;
                                paths: {
                                    label: string;
                                    next: string | null;
                                    percent: number;
                                }[];
                            } | {
                                attribute: string;
                                key: string;
                                /** @enum {string} */
                                kind: "setAttribute";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                value: string | number | boolean | null;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "setStatus";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** Format: uuid */
                                statusId: string;
                            } | {
                                /** @enum {string} */
                                action: "add" | "remove";
                                key: string;
                                /** @enum {string} */
                                kind: "changeList";
                                /** Format: uuid */
                                listId: string;
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "notifyOwner";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /** @default  */
                                text: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "webhook";
                                /** @default  */
                                name: string;
                                next?: string | null;
                                note?: string;
                                /**
                                 * @default goOn
                                 * @enum {string}
                                 */
                                onFailure: "goOn" | "exit";
                                url: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "goal";
                                /** @default  */
                                name: string;
                                note?: string;
                            } | {
                                key: string;
                                /** @enum {string} */
                                kind: "exit";
                                /** @default  */
                                name: string;
                                note?: string;
                            })[];
                            /** @default null */
                            window: {
                                from: string;
                                to: string;
                                /**
                                 * @default [
                                 *       1,
                                 *       2,
                                 *       3,
                                 *       4,
                                 *       5,
                                 *       6,
                                 *       7
                                 *     ]
                                 */
                                weekdays: number[];
                                /**
                                 * @default person
                                 * @enum {string}
                                 */
                                zone: "person" | "tenant";
                            } | null;
                        };
                        moves: {
                            [key: string]: string | null;
                        };
                        note: string;
                        number: number;
                        people: number;
                        /** @enum {string} */
                        scope: "everyone" | "newOnly";
                        /** @enum {string} */
                        state: "draft" | "in_review" | "approved" | "active" | "superseded" | "rejected" | "withdrawn";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdHierarchy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its place in the hierarchy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The topmost first */
                        ancestors: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        /** @description By name, 500 at most; more are at /campaigns?parentId= */
                        children: {
                            budgetedCost: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                            /** Format: uuid */
                            campaignTypeId: string;
                            campaignTypeName: string;
                            children: number;
                            commands: string[];
                            /** Format: date-time */
                            completedAt: string | null;
                            costs: {
                                actual: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                available: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                budget: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                committed: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                costPerResponse: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                planned: {
                                    lines: number;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    };
                                    withoutRate: number;
                                };
                                remaining: {
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                                variance: {
                                    percent: number | null;
                                    /** @enum {string|null} */
                                    reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                    value: {
                                        amountMinor: number;
                                        currency: string;
                                    } | null;
                                };
                            };
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: string;
                            currency: string;
                            description: string;
                            /** Format: date-time */
                            endAt: string | null;
                            expectedResponsePercent: number | null;
                            expectedRevenue: {
                                amountMinor: number;
                                currency: string;
                            } | null;
                            figures: {
                                bounced: number;
                                complaints: number;
                                delivered: number;
                                failed: number;
                                frozen: number;
                                members: number;
                                responded: number;
                                sent: number;
                                skipped: number;
                                uncertain: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unsubscribed: number;
                            };
                            /** Format: uuid */
                            id: string;
                            name: string;
                            ownerId: string | null;
                            ownerName: string | null;
                            /** Format: uuid */
                            parentId: string | null;
                            parentName: string | null;
                            parts: number;
                            rollUp: {
                                actualCost: {
                                    amountMinor: number | null;
                                    byCurrency: {
                                        amountMinor: number;
                                        currency: string;
                                    }[];
                                    currency: string | null;
                                };
                                budgetedCost: {
                                    amountMinor: number | null;
                                    byCurrency: {
                                        amountMinor: number;
                                        currency: string;
                                    }[];
                                    currency: string | null;
                                };
                                campaigns: number;
                                costs: {
                                    actual: {
                                        lines: number;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        };
                                        withoutRate: number;
                                    };
                                    available: {
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                    budget: {
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                    committed: {
                                        lines: number;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        };
                                        withoutRate: number;
                                    };
                                    costPerResponse: {
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                    planned: {
                                        lines: number;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        };
                                        withoutRate: number;
                                    };
                                    remaining: {
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                    variance: {
                                        percent: number | null;
                                        /** @enum {string|null} */
                                        reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                        value: {
                                            amountMinor: number;
                                            currency: string;
                                        } | null;
                                    };
                                };
                                expectedRevenue: {
                                    amountMinor: number | null;
                                    byCurrency: {
                                        amountMinor: number;
                                        currency: string;
                                    }[];
                                    currency: string | null;
                                };
                                figures: {
                                    bounced: number;
                                    complaints: number;
                                    delivered: number;
                                    failed: number;
                                    frozen: number;
                                    members: number;
                                    responded: number;
                                    sent: number;
                                    skipped: number;
                                    uncertain: number;
                                    uniqueClicks: number;
                                    uniqueOpens: number;
                                    unsubscribed: number;
                                };
                            };
                            sendingStopped: {
                                /** Format: date-time */
                                at: string;
                                by: string;
                                reason: string;
                            } | null;
                            /** Format: date-time */
                            startAt: string | null;
                            /** Format: date-time */
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                            /** Format: date-time */
                            statusChangedAt: string;
                            tags: string[];
                            /** Format: date-time */
                            updatedAt: string;
                            utmId: string;
                            version: number;
                            workflow: {
                                id: string;
                                runId: string | null;
                                url: string | null;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdIntakes: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                /** @description One drip or nurture programme, or the campaign itself */
                targetId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of intakes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            campaignId: string;
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: string;
                            failure: string | null;
                            /** Format: date-time */
                            finishedAt: string | null;
                            /** Format: uuid */
                            id: string;
                            progress: {
                                added: number;
                                done: number;
                                people: number | null;
                            };
                            source: {
                                /** @enum {string} */
                                kind: "list";
                                /** Format: uuid */
                                listId: string;
                            } | {
                                /** Format: uuid */
                                campaignId: string;
                                hasResponded?: boolean;
                                /** @enum {string} */
                                kind: "campaign";
                            } | {
                                /** @enum {string} */
                                kind: "segment";
                                /** Format: uuid */
                                segmentId: string;
                            };
                            sourceName: string;
                            /** Format: date-time */
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                            /** @enum {string} */
                            target: "campaign" | "drip" | "nurture";
                            /** Format: uuid */
                            targetId: string;
                            workflow: components["schemas"]["WorkflowRef"];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdIntakesIntakeId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                intakeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The intake */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        failure: string | null;
                        /** Format: date-time */
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        progress: {
                            added: number;
                            done: number;
                            people: number | null;
                        };
                        source: {
                            /** @enum {string} */
                            kind: "list";
                            /** Format: uuid */
                            listId: string;
                        } | {
                            /** Format: uuid */
                            campaignId: string;
                            hasResponded?: boolean;
                            /** @enum {string} */
                            kind: "campaign";
                        } | {
                            /** @enum {string} */
                            kind: "segment";
                            /** Format: uuid */
                            segmentId: string;
                        };
                        sourceName: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        /** @enum {string} */
                        target: "campaign" | "drip" | "nurture";
                        /** Format: uuid */
                        targetId: string;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdIntakesIntakeIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                intakeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The intake is being stopped */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        failure: string | null;
                        /** Format: date-time */
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        progress: {
                            added: number;
                            done: number;
                            people: number | null;
                        };
                        source: {
                            /** @enum {string} */
                            kind: "list";
                            /** Format: uuid */
                            listId: string;
                        } | {
                            /** Format: uuid */
                            campaignId: string;
                            hasResponded?: boolean;
                            /** @enum {string} */
                            kind: "campaign";
                        } | {
                            /** @enum {string} */
                            kind: "segment";
                            /** Format: uuid */
                            segmentId: string;
                        };
                        sourceName: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        /** @enum {string} */
                        target: "campaign" | "drip" | "nurture";
                        /** Format: uuid */
                        targetId: string;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdMembers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                hasResponded?: "true" | "false";
                /** @description Rows per page, at most 500 */
                limit?: number;
                /** @description Part of the name or the address */
                q?: string;
                /** @description How they came: broadcast, manual, file, list … */
                source?: string;
                statusId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            createdAt: string;
                            email: string | null;
                            /** Format: date-time */
                            firstRespondedAt: string | null;
                            hasResponded: boolean;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** Format: uuid */
                            personId: string;
                            /** @enum {string} */
                            personKind: "lead" | "contact";
                            source: string;
                            /** Format: uuid */
                            statusId: string;
                            statusName: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchCampaignsIdMembersMemberId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                memberId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    statusId: string;
                };
            };
        };
        responses: {
            /** @description The member as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        email: string | null;
                        /** Format: date-time */
                        firstRespondedAt: string | null;
                        hasResponded: boolean;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** Format: uuid */
                        personId: string;
                        /** @enum {string} */
                        personKind: "lead" | "contact";
                        source: string;
                        /** Format: uuid */
                        statusId: string;
                        statusName: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdMembersMemberIdHistory: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of changes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            actorKind: string;
                            actorName: string;
                            /** Format: date-time */
                            at: string;
                            cause: string;
                            fromStatus: string | null;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "added" | "status" | "removed";
                            toStatus: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdMembersAddFrom: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from: {
                        /** @enum {string} */
                        kind: "list";
                        /** Format: uuid */
                        listId: string;
                    } | {
                        /** Format: uuid */
                        campaignId: string;
                        hasResponded?: boolean;
                        /** @enum {string} */
                        kind: "campaign";
                    } | {
                        /** @enum {string} */
                        kind: "segment";
                        /** Format: uuid */
                        segmentId: string;
                    };
                    /** Format: uuid */
                    statusId?: string;
                };
            };
        };
        responses: {
            /** @description How many they were */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        alreadyMembers: number;
                        people: number;
                    };
                };
            };
            /** @description They are many: an intake takes them in, which can be followed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        failure: string | null;
                        /** Format: date-time */
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        progress: {
                            added: number;
                            done: number;
                            people: number | null;
                        };
                        source: {
                            /** @enum {string} */
                            kind: "list";
                            /** Format: uuid */
                            listId: string;
                        } | {
                            /** Format: uuid */
                            campaignId: string;
                            hasResponded?: boolean;
                            /** @enum {string} */
                            kind: "campaign";
                        } | {
                            /** @enum {string} */
                            kind: "segment";
                            /** Format: uuid */
                            segmentId: string;
                        };
                        sourceName: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        /** @enum {string} */
                        target: "campaign" | "drip" | "nurture";
                        /** Format: uuid */
                        targetId: string;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdMembersBulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "add";
                    emails?: string[];
                    externalIds?: string[];
                    personIds?: string[];
                    /** Format: uuid */
                    statusId?: string;
                } | {
                    /** @enum {string} */
                    action: "remove";
                    emails?: string[];
                    externalIds?: string[];
                    personIds?: string[];
                } | {
                    /** @enum {string} */
                    action: "setStatus";
                    emails?: string[];
                    externalIds?: string[];
                    personIds?: string[];
                    /** Format: uuid */
                    statusId: string;
                };
            };
        };
        responses: {
            /** @description A result per row, in the order given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: number;
                        results: {
                            email?: string;
                            externalId?: string;
                            personId: string | null;
                            /** @enum {string} */
                            result: "added" | "already_member" | "removed" | "not_member" | "changed" | "unchanged" | "unknown_person" | "invalid_id" | "invalid_email" | "repeated";
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdMembersSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description members = leads − converted + contacts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contacts: number;
                        converted: number;
                        leads: number;
                        members: number;
                        responded: number;
                        sources: {
                            members: number;
                            source: string;
                        }[];
                        statuses: {
                            /** Format: uuid */
                            id: string;
                            members: number;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdMessagePreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content: {
                        blocks?: {
                            [key: string]: unknown;
                        }[] | null;
                        body?: string;
                        /** @enum {string} */
                        format?: "mjml" | "html" | "blocks";
                        /** @enum {string} */
                        messageClass?: "marketing" | "transactional";
                        preheader?: string;
                        /** Format: email */
                        replyTo?: string | null;
                        /** Format: uuid */
                        senderId?: string | null;
                        subject?: string;
                        textBody?: string | null;
                        /** Format: uuid */
                        topicId?: string | null;
                    };
                    /**
                     * Format: uuid
                     * @description As whom; null: an invented person
                     * @default null
                     */
                    personId?: string | null;
                };
            };
        };
        responses: {
            /** @description The rendered message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        findings: {
                            code: string;
                            message: string;
                            /** @enum {string} */
                            severity: "blocking" | "warning";
                            where: string;
                        }[];
                        html: string;
                        htmlBytes: number;
                        mergeFields: {
                            label: string;
                            mayBeEmpty: boolean;
                            path: string;
                        }[];
                        preheader: string;
                        subject: string;
                        text: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdMessageTestSend: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content: {
                        blocks?: {
                            [key: string]: unknown;
                        }[] | null;
                        body?: string;
                        /** @enum {string} */
                        format?: "mjml" | "html" | "blocks";
                        /** @enum {string} */
                        messageClass?: "marketing" | "transactional";
                        preheader?: string;
                        /** Format: email */
                        replyTo?: string | null;
                        /** Format: uuid */
                        senderId?: string | null;
                        subject?: string;
                        textBody?: string | null;
                        /** Format: uuid */
                        topicId?: string | null;
                    };
                    /**
                     * Format: uuid
                     * @description As whom; null: an invented person
                     * @default null
                     */
                    personId?: string | null;
                    to: string[];
                };
            };
        };
        responses: {
            /** @description It is on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sent: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdNurtures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            campaignId: string;
                            /** Format: date-time */
                            completedAt: string | null;
                            definition: {
                                /**
                                 * @default {
                                 *       "weekdays": [
                                 *         2
                                 *       ],
                                 *       "at": "09:00",
                                 *       "zone": "UTC"
                                 *     }
                                 */
                                schedule: {
                                    at: string;
                                    weekdays: number[];
                                    zone: string;
                                };
                                /**
                                 * @default [
                                 *       {
                                 *         "key": "main",
                                 *         "name": "Main"
                                 *       }
                                 *     ]
                                 */
                                streams: {
                                    /** @example main */
                                    key: string;
                                    name: string;
                                }[];
                                /** @default [] */
                                transitions: {
                                    /** @example main */
                                    from: string | null;
                                    rule: components["schemas"]["SegmentRule"];
                                    /** @example main */
                                    to: string;
                                }[];
                            };
                            failure: string | null;
                            /** Format: uuid */
                            id: string;
                            items: {
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body?: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject?: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                failure: string | null;
                                /** Format: uuid */
                                id: string;
                                isOnHold: boolean;
                                name: string;
                                places: {
                                    position: number;
                                    /** @example main */
                                    stream: string;
                                }[];
                                sent: number;
                                /** @enum {string} */
                                state: "draft" | "in_review" | "active";
                                uniqueClicks: number;
                                uniqueOpens: number;
                                /** Format: date-time */
                                validFrom: string | null;
                                /** Format: date-time */
                                validUntil: string | null;
                                version: number;
                            }[];
                            /** Format: date-time */
                            lastCastAt: string | null;
                            members: {
                                normal: number;
                                paused: number;
                            };
                            name: string;
                            /** Format: date-time */
                            nextCastAt: string | null;
                            /** Format: date-time */
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "draft" | "running" | "paused" | "completed" | "cancelled";
                            version: number;
                            workflow: {
                                id: string;
                                runId: string | null;
                                url: string | null;
                            } | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurtures: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    definition?: {
                        /**
                         * @default {
                         *       "weekdays": [
                         *         2
                         *       ],
                         *       "at": "09:00",
                         *       "zone": "UTC"
                         *     }
                         */
                        schedule?: {
                            at: string;
                            weekdays: number[];
                            zone: string;
                        };
                        /**
                         * @default [
                         *       {
                         *         "key": "main",
                         *         "name": "Main"
                         *       }
                         *     ]
                         */
                        streams?: {
                            /** @example main */
                            key: string;
                            name: string;
                        }[];
                        /** @default [] */
                        transitions?: {
                            /** @example main */
                            from: string | null;
                            rule: components["schemas"]["SegmentRule"];
                            /** @example main */
                            to: string;
                        }[];
                    };
                    /** @default Nurture */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The new nurture programme */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        definition: {
                            /**
                             * @default {
                             *       "weekdays": [
                             *         2
                             *       ],
                             *       "at": "09:00",
                             *       "zone": "UTC"
                             *     }
                             */
                            schedule: {
                                at: string;
                                weekdays: number[];
                                zone: string;
                            };
                            /**
                             * @default [
                             *       {
                             *         "key": "main",
                             *         "name": "Main"
                             *       }
                             *     ]
                             */
                            streams: {
                                /** @example main */
                                key: string;
                                name: string;
                            }[];
                            /** @default [] */
                            transitions: {
                                /** @example main */
                                from: string | null;
                                rule: components["schemas"]["SegmentRule"];
                                /** @example main */
                                to: string;
                            }[];
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        items: {
                            content: {
                                /** @default null */
                                blocks: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass: "marketing" | "transactional";
                                /** @default  */
                                preheader: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId: string | null;
                                subject?: string;
                                /** @default null */
                                textBody: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId: string | null;
                            };
                            failure: string | null;
                            /** Format: uuid */
                            id: string;
                            isOnHold: boolean;
                            name: string;
                            places: {
                                position: number;
                                /** @example main */
                                stream: string;
                            }[];
                            sent: number;
                            /** @enum {string} */
                            state: "draft" | "in_review" | "active";
                            uniqueClicks: number;
                            uniqueOpens: number;
                            /** Format: date-time */
                            validFrom: string | null;
                            /** Format: date-time */
                            validUntil: string | null;
                            version: number;
                        }[];
                        /** Format: date-time */
                        lastCastAt: string | null;
                        members: {
                            normal: number;
                            paused: number;
                        };
                        name: string;
                        /** Format: date-time */
                        nextCastAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdNurturesNurtureId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The nurture programme */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        definition: {
                            /**
                             * @default {
                             *       "weekdays": [
                             *         2
                             *       ],
                             *       "at": "09:00",
                             *       "zone": "UTC"
                             *     }
                             */
                            schedule: {
                                at: string;
                                weekdays: number[];
                                zone: string;
                            };
                            /**
                             * @default [
                             *       {
                             *         "key": "main",
                             *         "name": "Main"
                             *       }
                             *     ]
                             */
                            streams: {
                                /** @example main */
                                key: string;
                                name: string;
                            }[];
                            /** @default [] */
                            transitions: {
                                /** @example main */
                                from: string | null;
                                rule: components["schemas"]["SegmentRule"];
                                /** @example main */
                                to: string;
                            }[];
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        items: {
                            content: {
                                /** @default null */
                                blocks: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass: "marketing" | "transactional";
                                /** @default  */
                                preheader: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId: string | null;
                                subject?: string;
                                /** @default null */
                                textBody: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId: string | null;
                            };
                            failure: string | null;
                            /** Format: uuid */
                            id: string;
                            isOnHold: boolean;
                            name: string;
                            places: {
                                position: number;
                                /** @example main */
                                stream: string;
                            }[];
                            sent: number;
                            /** @enum {string} */
                            state: "draft" | "in_review" | "active";
                            uniqueClicks: number;
                            uniqueOpens: number;
                            /** Format: date-time */
                            validFrom: string | null;
                            /** Format: date-time */
                            validUntil: string | null;
                            version: number;
                        }[];
                        /** Format: date-time */
                        lastCastAt: string | null;
                        members: {
                            normal: number;
                            paused: number;
                        };
                        name: string;
                        /** Format: date-time */
                        nextCastAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCampaignsIdNurturesNurtureId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchCampaignsIdNurturesNurtureId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    definition?: {
                        /**
                         * @default {
                         *       "weekdays": [
                         *         2
                         *       ],
                         *       "at": "09:00",
                         *       "zone": "UTC"
                         *     }
                         */
                        schedule?: {
                            at: string;
                            weekdays: number[];
                            zone: string;
                        };
                        /**
                         * @default [
                         *       {
                         *         "key": "main",
                         *         "name": "Main"
                         *       }
                         *     ]
                         */
                        streams?: {
                            /** @example main */
                            key: string;
                            name: string;
                        }[];
                        /** @default [] */
                        transitions?: {
                            /** @example main */
                            from: string | null;
                            rule: components["schemas"]["SegmentRule"];
                            /** @example main */
                            to: string;
                        }[];
                    };
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The nurture programme as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        definition: {
                            /**
                             * @default {
                             *       "weekdays": [
                             *         2
                             *       ],
                             *       "at": "09:00",
                             *       "zone": "UTC"
                             *     }
                             */
                            schedule: {
                                at: string;
                                weekdays: number[];
                                zone: string;
                            };
                            /**
                             * @default [
                             *       {
                             *         "key": "main",
                             *         "name": "Main"
                             *       }
                             *     ]
                             */
                            streams: {
                                /** @example main */
                                key: string;
                                name: string;
                            }[];
                            /** @default [] */
                            transitions: {
                                /** @example main */
                                from: string | null;
                                rule: components["schemas"]["SegmentRule"];
                                /** @example main */
                                to: string;
                            }[];
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        items: {
                            content: {
                                /** @default null */
                                blocks: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass: "marketing" | "transactional";
                                /** @default  */
                                preheader: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId: string | null;
                                subject?: string;
                                /** @default null */
                                textBody: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId: string | null;
                            };
                            failure: string | null;
                            /** Format: uuid */
                            id: string;
                            isOnHold: boolean;
                            name: string;
                            places: {
                                position: number;
                                /** @example main */
                                stream: string;
                            }[];
                            sent: number;
                            /** @enum {string} */
                            state: "draft" | "in_review" | "active";
                            uniqueClicks: number;
                            uniqueOpens: number;
                            /** Format: date-time */
                            validFrom: string | null;
                            /** Format: date-time */
                            validUntil: string | null;
                            version: number;
                        }[];
                        /** Format: date-time */
                        lastCastAt: string | null;
                        members: {
                            normal: number;
                            paused: number;
                        };
                        name: string;
                        /** Format: date-time */
                        nextCastAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdNurturesNurtureIdCasts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of casts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            at: string;
                            enqueued: number;
                            exhausted: number;
                            gave: {
                                /** Format: uuid */
                                itemId: string;
                                name: string;
                                people: number;
                            }[];
                            moved: number;
                            unreachable: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurturesNurtureIdItems: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    content?: {
                        blocks?: {
                            [key: string]: unknown;
                        }[] | null;
                        body?: string;
                        /** @enum {string} */
                        format?: "mjml" | "html" | "blocks";
                        /** @enum {string} */
                        messageClass?: "marketing";
                        preheader?: string;
                        /** Format: email */
                        replyTo?: string | null;
                        /** Format: uuid */
                        senderId?: string | null;
                        subject?: string;
                        textBody?: string | null;
                        /** Format: uuid */
                        topicId?: string | null;
                    };
                    /** @default false */
                    isOnHold?: boolean;
                    name: string;
                    /**
                     * @default end
                     * @enum {string}
                     */
                    place?: "top" | "end";
                    /** @default [] */
                    streams?: string[];
                    /**
                     * Format: date-time
                     * @default null
                     */
                    validFrom?: string | null;
                    /**
                     * Format: date-time
                     * @default null
                     */
                    validUntil?: string | null;
                };
            };
        };
        responses: {
            /** @description The new item */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        content: {
                            /** @default null */
                            blocks: {
                                [key: string]: unknown;
                            }[] | null;
                            body?: string;
                            /**
                             * @default mjml
                             * @enum {string}
                             */
                            format: "mjml" | "html" | "blocks";
                            /**
                             * @default marketing
                             * @enum {string}
                             */
                            messageClass: "marketing" | "transactional";
                            /** @default  */
                            preheader: string;
                            /**
                             * Format: email
                             * @default null
                             */
                            replyTo: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            senderId: string | null;
                            subject?: string;
                            /** @default null */
                            textBody: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            topicId: string | null;
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        isOnHold: boolean;
                        name: string;
                        places: {
                            position: number;
                            /** @example main */
                            stream: string;
                        }[];
                        sent: number;
                        /** @enum {string} */
                        state: "draft" | "in_review" | "active";
                        uniqueClicks: number;
                        uniqueOpens: number;
                        /** Format: date-time */
                        validFrom: string | null;
                        /** Format: date-time */
                        validUntil: string | null;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCampaignsIdNurturesNurtureIdItemsItemId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                itemId: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchCampaignsIdNurturesNurtureIdItemsItemId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                itemId: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content?: {
                        blocks?: {
                            [key: string]: unknown;
                        }[] | null;
                        body?: string;
                        /** @enum {string} */
                        format?: "mjml" | "html" | "blocks";
                        /** @enum {string} */
                        messageClass?: "marketing";
                        preheader?: string;
                        /** Format: email */
                        replyTo?: string | null;
                        /** Format: uuid */
                        senderId?: string | null;
                        subject?: string;
                        textBody?: string | null;
                        /** Format: uuid */
                        topicId?: string | null;
                    };
                    isOnHold?: boolean;
                    name?: string;
                    /** Format: date-time */
                    validFrom?: string | null;
                    /** Format: date-time */
                    validUntil?: string | null;
                };
            };
        };
        responses: {
            /** @description The item as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        content: {
                            /** @default null */
                            blocks: {
                                [key: string]: unknown;
                            }[] | null;
                            body?: string;
                            /**
                             * @default mjml
                             * @enum {string}
                             */
                            format: "mjml" | "html" | "blocks";
                            /**
                             * @default marketing
                             * @enum {string}
                             */
                            messageClass: "marketing" | "transactional";
                            /** @default  */
                            preheader: string;
                            /**
                             * Format: email
                             * @default null
                             */
                            replyTo: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            senderId: string | null;
                            subject?: string;
                            /** @default null */
                            textBody: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            topicId: string | null;
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        isOnHold: boolean;
                        name: string;
                        places: {
                            position: number;
                            /** @example main */
                            stream: string;
                        }[];
                        sent: number;
                        /** @enum {string} */
                        state: "draft" | "in_review" | "active";
                        uniqueClicks: number;
                        uniqueOpens: number;
                        /** Format: date-time */
                        validFrom: string | null;
                        /** Format: date-time */
                        validUntil: string | null;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurturesNurtureIdItemsItemIdApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read; 412 where somebody changed it since. It must be given. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                itemId: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item, which the next cast takes up */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        content: {
                            /** @default null */
                            blocks: {
                                [key: string]: unknown;
                            }[] | null;
                            body?: string;
                            /**
                             * @default mjml
                             * @enum {string}
                             */
                            format: "mjml" | "html" | "blocks";
                            /**
                             * @default marketing
                             * @enum {string}
                             */
                            messageClass: "marketing" | "transactional";
                            /** @default  */
                            preheader: string;
                            /**
                             * Format: email
                             * @default null
                             */
                            replyTo: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            senderId: string | null;
                            subject?: string;
                            /** @default null */
                            textBody: string | null;
                            /**
                             * Format: uuid
                             * @default null
                             */
                            topicId: string | null;
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        isOnHold: boolean;
                        name: string;
                        places: {
                            position: number;
                            /** @example main */
                            stream: string;
                        }[];
                        sent: number;
                        /** @enum {string} */
                        state: "draft" | "in_review" | "active";
                        uniqueClicks: number;
                        uniqueOpens: number;
                        /** Format: date-time */
                        validFrom: string | null;
                        /** Format: date-time */
                        validUntil: string | null;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdNurturesNurtureIdMembers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                outcome?: "gets" | "exhausted" | "unreachable" | "paused";
                q?: string;
                stream?: string;
            };
            header?: never;
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            addedAt: string;
                            /** @enum {string} */
                            cadence: "normal" | "paused";
                            email: string | null;
                            /** Format: date-time */
                            lastCastAt: string | null;
                            /** Format: uuid */
                            nextItemId: string | null;
                            /** @example main */
                            nextStream: string;
                            obstacle: string | null;
                            /** @enum {string} */
                            outcome: "gets" | "exhausted" | "unreachable" | "paused";
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            received: number;
                            /** @example main */
                            stream: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurturesNurtureIdMembers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    listId?: string;
                    personIds?: string[];
                    /** Format: uuid */
                    segmentId?: string;
                    /** @example main */
                    stream?: string;
                };
            };
        };
        responses: {
            /** @description What became of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        alreadyIn: number;
                        notFound: string[];
                    };
                };
            };
            /** @description They are many: an intake takes them in, which can be followed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        failure: string | null;
                        /** Format: date-time */
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        progress: {
                            added: number;
                            done: number;
                            people: number | null;
                        };
                        source: {
                            /** @enum {string} */
                            kind: "list";
                            /** Format: uuid */
                            listId: string;
                        } | {
                            /** Format: uuid */
                            campaignId: string;
                            hasResponded?: boolean;
                            /** @enum {string} */
                            kind: "campaign";
                        } | {
                            /** @enum {string} */
                            kind: "segment";
                            /** Format: uuid */
                            segmentId: string;
                        };
                        sourceName: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        /** @enum {string} */
                        target: "campaign" | "drip" | "nurture";
                        /** Format: uuid */
                        targetId: string;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurturesNurtureIdMembersPersonIdMove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
                personId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example main */
                    stream: string;
                };
            };
        };
        responses: {
            /** @description The member as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        addedAt: string;
                        /** @enum {string} */
                        cadence: "normal" | "paused";
                        email: string | null;
                        /** Format: date-time */
                        lastCastAt: string | null;
                        /** Format: uuid */
                        nextItemId: string | null;
                        /** @example main */
                        nextStream: string;
                        obstacle: string | null;
                        /** @enum {string} */
                        outcome: "gets" | "exhausted" | "unreachable" | "paused";
                        /** Format: uuid */
                        personId: string;
                        personName: string;
                        received: number;
                        /** @example main */
                        stream: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurturesNurtureIdMembersPersonIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        addedAt: string;
                        /** @enum {string} */
                        cadence: "normal" | "paused";
                        email: string | null;
                        /** Format: date-time */
                        lastCastAt: string | null;
                        /** Format: uuid */
                        nextItemId: string | null;
                        /** @example main */
                        nextStream: string;
                        obstacle: string | null;
                        /** @enum {string} */
                        outcome: "gets" | "exhausted" | "unreachable" | "paused";
                        /** Format: uuid */
                        personId: string;
                        personName: string;
                        received: number;
                        /** @example main */
                        stream: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurturesNurtureIdMembersPersonIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        addedAt: string;
                        /** @enum {string} */
                        cadence: "normal" | "paused";
                        email: string | null;
                        /** Format: date-time */
                        lastCastAt: string | null;
                        /** Format: uuid */
                        nextItemId: string | null;
                        /** @example main */
                        nextStream: string;
                        obstacle: string | null;
                        /** @enum {string} */
                        outcome: "gets" | "exhausted" | "unreachable" | "paused";
                        /** Format: uuid */
                        personId: string;
                        personName: string;
                        received: number;
                        /** @example main */
                        stream: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdNurturesNurtureIdNextCast: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                outcome?: "gets" | "exhausted" | "unreachable" | "paused";
                q?: string;
                stream?: string;
            };
            header?: never;
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts for each item and a page of people */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        castAt: string | null;
                        data: {
                            /** Format: date-time */
                            addedAt: string;
                            /** @enum {string} */
                            cadence: "normal" | "paused";
                            email: string | null;
                            /** Format: date-time */
                            lastCastAt: string | null;
                            /** Format: uuid */
                            nextItemId: string | null;
                            /** @example main */
                            nextStream: string;
                            obstacle: string | null;
                            /** @enum {string} */
                            outcome: "gets" | "exhausted" | "unreachable" | "paused";
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            received: number;
                            /** @example main */
                            stream: string;
                        }[];
                        exhausted: number;
                        gets: {
                            /** Format: uuid */
                            itemId: string;
                            name: string;
                            people: number;
                        }[];
                        moving: number;
                        nextCursor: string | null;
                        paused: number;
                        sentence: string;
                        streams: {
                            exhausted: number;
                            gets: number;
                            paused: number;
                            people: number;
                            /** @example main */
                            stream: string;
                            unreachable: number;
                        }[];
                        unreachable: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCampaignsIdNurturesNurtureIdOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    itemIds: string[];
                    /** @example main */
                    stream: string;
                };
            };
        };
        responses: {
            /** @description The nurture programme as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        definition: {
                            /**
                             * @default {
                             *       "weekdays": [
                             *         2
                             *       ],
                             *       "at": "09:00",
                             *       "zone": "UTC"
                             *     }
                             */
                            schedule: {
                                at: string;
                                weekdays: number[];
                                zone: string;
                            };
                            /**
                             * @default [
                             *       {
                             *         "key": "main",
                             *         "name": "Main"
                             *       }
                             *     ]
                             */
                            streams: {
                                /** @example main */
                                key: string;
                                name: string;
                            }[];
                            /** @default [] */
                            transitions: {
                                /** @example main */
                                from: string | null;
                                rule: components["schemas"]["SegmentRule"];
                                /** @example main */
                                to: string;
                            }[];
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        items: {
                            content: {
                                /** @default null */
                                blocks: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass: "marketing" | "transactional";
                                /** @default  */
                                preheader: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId: string | null;
                                subject?: string;
                                /** @default null */
                                textBody: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId: string | null;
                            };
                            failure: string | null;
                            /** Format: uuid */
                            id: string;
                            isOnHold: boolean;
                            name: string;
                            places: {
                                position: number;
                                /** @example main */
                                stream: string;
                            }[];
                            sent: number;
                            /** @enum {string} */
                            state: "draft" | "in_review" | "active";
                            uniqueClicks: number;
                            uniqueOpens: number;
                            /** Format: date-time */
                            validFrom: string | null;
                            /** Format: date-time */
                            validUntil: string | null;
                            version: number;
                        }[];
                        /** Format: date-time */
                        lastCastAt: string | null;
                        members: {
                            normal: number;
                            paused: number;
                        };
                        name: string;
                        /** Format: date-time */
                        nextCastAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurturesNurtureIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The nurture programme as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        definition: {
                            /**
                             * @default {
                             *       "weekdays": [
                             *         2
                             *       ],
                             *       "at": "09:00",
                             *       "zone": "UTC"
                             *     }
                             */
                            schedule: {
                                at: string;
                                weekdays: number[];
                                zone: string;
                            };
                            /**
                             * @default [
                             *       {
                             *         "key": "main",
                             *         "name": "Main"
                             *       }
                             *     ]
                             */
                            streams: {
                                /** @example main */
                                key: string;
                                name: string;
                            }[];
                            /** @default [] */
                            transitions: {
                                /** @example main */
                                from: string | null;
                                rule: components["schemas"]["SegmentRule"];
                                /** @example main */
                                to: string;
                            }[];
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        items: {
                            content: {
                                /** @default null */
                                blocks: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass: "marketing" | "transactional";
                                /** @default  */
                                preheader: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId: string | null;
                                subject?: string;
                                /** @default null */
                                textBody: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId: string | null;
                            };
                            failure: string | null;
                            /** Format: uuid */
                            id: string;
                            isOnHold: boolean;
                            name: string;
                            places: {
                                position: number;
                                /** @example main */
                                stream: string;
                            }[];
                            sent: number;
                            /** @enum {string} */
                            state: "draft" | "in_review" | "active";
                            uniqueClicks: number;
                            uniqueOpens: number;
                            /** Format: date-time */
                            validFrom: string | null;
                            /** Format: date-time */
                            validUntil: string | null;
                            version: number;
                        }[];
                        /** Format: date-time */
                        lastCastAt: string | null;
                        members: {
                            normal: number;
                            paused: number;
                        };
                        name: string;
                        /** Format: date-time */
                        nextCastAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdNurturesNurtureIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                nurtureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The nurture programme as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaignId: string;
                        /** Format: date-time */
                        completedAt: string | null;
                        definition: {
                            /**
                             * @default {
                             *       "weekdays": [
                             *         2
                             *       ],
                             *       "at": "09:00",
                             *       "zone": "UTC"
                             *     }
                             */
                            schedule: {
                                at: string;
                                weekdays: number[];
                                zone: string;
                            };
                            /**
                             * @default [
                             *       {
                             *         "key": "main",
                             *         "name": "Main"
                             *       }
                             *     ]
                             */
                            streams: {
                                /** @example main */
                                key: string;
                                name: string;
                            }[];
                            /** @default [] */
                            transitions: {
                                /** @example main */
                                from: string | null;
                                rule: components["schemas"]["SegmentRule"];
                                /** @example main */
                                to: string;
                            }[];
                        };
                        failure: string | null;
                        /** Format: uuid */
                        id: string;
                        items: {
                            content: {
                                /** @default null */
                                blocks: {
                                    [key: string]: unknown;
                                }[] | null;
                                body?: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass: "marketing" | "transactional";
                                /** @default  */
                                preheader: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId: string | null;
                                subject?: string;
                                /** @default null */
                                textBody: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId: string | null;
                            };
                            failure: string | null;
                            /** Format: uuid */
                            id: string;
                            isOnHold: boolean;
                            name: string;
                            places: {
                                position: number;
                                /** @example main */
                                stream: string;
                            }[];
                            sent: number;
                            /** @enum {string} */
                            state: "draft" | "in_review" | "active";
                            uniqueClicks: number;
                            uniqueOpens: number;
                            /** Format: date-time */
                            validFrom: string | null;
                            /** Format: date-time */
                            validUntil: string | null;
                            version: number;
                        }[];
                        /** Format: date-time */
                        lastCastAt: string | null;
                        members: {
                            normal: number;
                            paused: number;
                        };
                        name: string;
                        /** Format: date-time */
                        nextCastAt: string | null;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: {
                            id: string;
                            runId: string | null;
                            url: string | null;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdPerformance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now; what cannot be said is null with the reason */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaigns: number;
                        currency: string;
                        own: {
                            actual: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            available: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            bounces: {
                                hard: number;
                                policy: number;
                                soft: number;
                            };
                            budget: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            clickRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            clicks: {
                                human: number;
                                machine: number;
                                people: number;
                                unknown: number;
                            };
                            committed: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            complaintRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            complaints: number;
                            costPerLead: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            costPerResponse: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            delivered: number;
                            deliveryRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            expectedRoi: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            failed: number;
                            leadGenerationRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            leads: number;
                            leadsPerWeek: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: number | null;
                            };
                            members: number;
                            openRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            opens: {
                                human: number;
                                machine: number;
                                people: number;
                            };
                            planned: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            remaining: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            replies: number;
                            responseRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            responses: number;
                            sent: number;
                            skipped: number;
                            successes: number;
                            successRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            uncertain: number;
                            unsubscribeRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            unsubscribes: number;
                            variance: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                        };
                        rolledUp: {
                            actual: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            available: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            bounces: {
                                hard: number;
                                policy: number;
                                soft: number;
                            };
                            budget: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            clickRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            clicks: {
                                human: number;
                                machine: number;
                                people: number;
                                unknown: number;
                            };
                            committed: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            complaintRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            complaints: number;
                            costPerLead: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            costPerResponse: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            delivered: number;
                            deliveryRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            expectedRoi: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            failed: number;
                            leadGenerationRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            leads: number;
                            leadsPerWeek: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: number | null;
                            };
                            members: number;
                            openRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            opens: {
                                human: number;
                                machine: number;
                                people: number;
                            };
                            planned: {
                                lines: number;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                };
                                withoutRate: number;
                            };
                            remaining: {
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                            replies: number;
                            responseRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            responses: number;
                            sent: number;
                            skipped: number;
                            successes: number;
                            successRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            uncertain: number;
                            unsubscribeRate: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                            };
                            unsubscribes: number;
                            variance: {
                                percent: number | null;
                                /** @enum {string|null} */
                                reason: "no_budget" | "no_budget_rate" | "no_cost_rate" | "no_cost" | "no_responses" | "no_leads" | "no_expected_revenue" | "no_revenue_rate" | "no_members" | "none_sent" | "none_delivered" | "not_started" | null;
                                value: {
                                    amountMinor: number;
                                    currency: string;
                                } | null;
                            };
                        };
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdPreflight: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pre-flight as of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        broadcasts: {
                            audienceSize: number;
                            /** Format: uuid */
                            broadcastId: string;
                            content: {
                                /** @default null */
                                blocks: {
                                    [key: string]: unknown;
                                }[] | null;
                                body: string;
                                /**
                                 * @default mjml
                                 * @enum {string}
                                 */
                                format: "mjml" | "html" | "blocks";
                                /**
                                 * @default marketing
                                 * @enum {string}
                                 */
                                messageClass: "marketing" | "transactional";
                                /** @default  */
                                preheader: string;
                                /**
                                 * Format: email
                                 * @default null
                                 */
                                replyTo: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                senderId: string | null;
                                subject: string;
                                /** @default null */
                                textBody: string | null;
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                topicId: string | null;
                            };
                            duplicates: number;
                            estimatedSeconds: number | null;
                            leftOut: {
                                [key: string]: {
                                    count: number;
                                    samples: {
                                        email: string | null;
                                        name: string;
                                        /** Format: uuid */
                                        personId: string;
                                    }[];
                                };
                            };
                            messageBytes: number | null;
                            name: string;
                            recipients: number;
                            samples: {
                                email: string | null;
                                name: string;
                                /** Format: uuid */
                                personId: string;
                            }[];
                        }[];
                        canSubmit: boolean;
                        drips: {
                            audienceSize: number;
                            /** Format: uuid */
                            dripId: string;
                            duplicates: number;
                            entries: {
                                entry: {
                                    /** @default true */
                                    existing: boolean;
                                    /** @enum {string} */
                                    kind: "list";
                                    /** Format: uuid */
                                    listId: string;
                                } | {
                                    existing?: boolean;
                                    /** @enum {string} */
                                    kind: "segment";
                                    /** Format: uuid */
                                    segmentId: string;
                                } | {
                                    /** @enum {string} */
                                    event: "click" | "page_view" | "form" | "custom";
                                    /** @enum {string} */
                                    kind: "event";
                                    /** @default null */
                                    name: string | null;
                                } | {
                                    attribute: string;
                                    /** @enum {string} */
                                    kind: "dateField";
                                    /** @default 0 */
                                    offsetDays: number;
                                    /** @default true */
                                    yearly: boolean;
                                };
                                people: number | null;
                            }[];
                            estimatedSeconds: number | null;
                            leftOut: {
                                [key: string]: {
                                    count: number;
                                    samples: {
                                        email: string | null;
                                        name: string;
                                        /** Format: uuid */
                                        personId: string;
                                    }[];
                                };
                            };
                            messages: {
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                findings: {
                                    code: string;
                                    message: string;
                                    /** @enum {string} */
                                    severity: "blocking" | "warning";
                                    where: string;
                                }[];
                                messageBytes: number | null;
                                name: string;
                                step: string;
                            }[];
                            name: string;
                            recipients: number;
                            samples: {
                                email: string | null;
                                name: string;
                                /** Format: uuid */
                                personId: string;
                            }[];
                            steps: number;
                        }[];
                        findings: {
                            code: string;
                            message: string;
                            /** @enum {string} */
                            severity: "blocking" | "warning";
                            where: string;
                        }[];
                        nurtures: {
                            audienceSize: number;
                            duplicates: number;
                            estimatedSeconds: number | null;
                            leftOut: {
                                [key: string]: {
                                    count: number;
                                    samples: {
                                        email: string | null;
                                        name: string;
                                        /** Format: uuid */
                                        personId: string;
                                    }[];
                                };
                            };
                            members: number;
                            messages: {
                                content: {
                                    /** @default null */
                                    blocks: {
                                        [key: string]: unknown;
                                    }[] | null;
                                    body: string;
                                    /**
                                     * @default mjml
                                     * @enum {string}
                                     */
                                    format: "mjml" | "html" | "blocks";
                                    /**
                                     * @default marketing
                                     * @enum {string}
                                     */
                                    messageClass: "marketing" | "transactional";
                                    /** @default  */
                                    preheader: string;
                                    /**
                                     * Format: email
                                     * @default null
                                     */
                                    replyTo: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    senderId: string | null;
                                    subject: string;
                                    /** @default null */
                                    textBody: string | null;
                                    /**
                                     * Format: uuid
                                     * @default null
                                     */
                                    topicId: string | null;
                                };
                                findings: {
                                    code: string;
                                    message: string;
                                    /** @enum {string} */
                                    severity: "blocking" | "warning";
                                    where: string;
                                }[];
                                /** Format: uuid */
                                itemId: string;
                                messageBytes: number | null;
                                name: string;
                            }[];
                            name: string;
                            /** Format: date-time */
                            nextCastAt: string | null;
                            /** Format: uuid */
                            nurtureId: string;
                            recipients: number;
                            samples: {
                                email: string | null;
                                name: string;
                                /** Format: uuid */
                                personId: string;
                            }[];
                            streams: number;
                            zone: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An event stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdReject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    overdue: "atOnce";
                } | {
                    hours: number;
                    /** @enum {string} */
                    overdue: "spread";
                } | {
                    /** @enum {string} */
                    overdue: "skip";
                } | Record<string, never>;
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdResumeSending: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sending goes on */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    startAt?: string | null;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdStart: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdStopSending: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Sending is stopped */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdSubmit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsIdUncertain: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                /** @description A field, with `-` before it for descending */
                sort?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            cause: "worker_lost" | "connection_lost";
                            email: string | null;
                            /** @description False: what it came from is over, so that it cannot be sent again */
                            mayResend: boolean;
                            /** Format: uuid */
                            messageId: string;
                            /** Format: uuid */
                            partId: string;
                            /**
                             * @description What it came from
                             * @enum {string}
                             */
                            partKind: "broadcast" | "drip" | "nurture";
                            partName: string;
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            since: string;
                            subject: string;
                        }[];
                        nextCursor: string | null;
                        /** @description How many of them can be sent again */
                        resendable: number;
                        /** @description How many there are, over all pages */
                        undecided: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdUncertainDecide: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "leave" | "resend";
                    /**
                     * @description null: all that are open
                     * @default null
                     */
                    messageIds?: string[] | null;
                };
            };
        };
        responses: {
            /** @description How many it was about */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decided: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCampaignsIdWithdraw: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The campaign after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        startAt: string | null;
                        /** @enum {string} */
                        status: "draft" | "in_review" | "approved" | "scheduled" | "running" | "paused" | "completed" | "cancelled";
                        version: number;
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExchangeRates: {
        parameters: {
            query?: {
                currency?: string;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            currency: string;
                            /** Format: uuid */
                            id: string;
                            intoCurrency: string;
                            rate: string;
                            source: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** Format: date */
                            validFrom: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putExchangeRates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rates: {
                        currency: string;
                        rate: string;
                        /** Format: date */
                        validFrom: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description A result per rate, in the order given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Cost lines that had waited for a rate and have a value now */
                        costsValued: number;
                        results: {
                            currency: string;
                            message?: string;
                            /** @enum {string} */
                            result: "added" | "changed" | "unchanged" | "rejected";
                            row: number;
                            validFrom: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteExchangeRatesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postExchangeRatesImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description A result per row of the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Cost lines that had waited for a rate and have a value now */
                        costsValued: number;
                        results: {
                            currency: string;
                            message?: string;
                            /** @enum {string} */
                            result: "added" | "changed" | "unchanged" | "rejected";
                            row: number;
                            validFrom: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExports: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of exports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            columns: string[];
                            createdAt: string;
                            createdBy: string;
                            /** @enum {string} */
                            entity: "people" | "person";
                            failure: string | null;
                            fileBytes: number | null;
                            fileName: string | null;
                            filter: {
                                /** Format: uuid */
                                accountId?: string;
                                /** @enum {string} */
                                consent?: "unknown" | "granted" | "denied";
                                /** Format: date-time */
                                createdFrom?: string;
                                /** Format: date-time */
                                createdTo?: string;
                                /** @enum {string} */
                                kind?: "lead" | "contact";
                                leadSource?: string;
                                /** Format: uuid */
                                listId?: string;
                                q?: string;
                                /** Format: uuid */
                                segmentId?: string;
                            };
                            finishedAt: string | null;
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            personId: string | null;
                            progress: {
                                rowsTotal: number | null;
                                rowsWritten: number;
                            };
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                            workflow: components["schemas"]["WorkflowRef"];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postExports: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    columns?: (("id" | "kind" | "externalId" | "email" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "language" | "timeZone" | "leadSource" | "consent" | "consentAt" | "suppressed" | "createdAt" | "updatedAt") | string)[];
                    /**
                     * @default people
                     * @enum {string}
                     */
                    entity?: "people";
                    /** @default {} */
                    filter?: {
                        /** Format: uuid */
                        accountId?: string;
                        /** @enum {string} */
                        consent?: "unknown" | "granted" | "denied";
                        /** Format: date-time */
                        createdFrom?: string;
                        /** Format: date-time */
                        createdTo?: string;
                        /** @enum {string} */
                        kind?: "lead" | "contact";
                        leadSource?: string;
                        /** Format: uuid */
                        listId?: string;
                        q?: string;
                        /** Format: uuid */
                        segmentId?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The export has begun */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        columns: string[];
                        createdAt: string;
                        createdBy: string;
                        /** @enum {string} */
                        entity: "people" | "person";
                        failure: string | null;
                        fileBytes: number | null;
                        fileName: string | null;
                        filter: {
                            /** Format: uuid */
                            accountId?: string;
                            /** @enum {string} */
                            consent?: "unknown" | "granted" | "denied";
                            /** Format: date-time */
                            createdFrom?: string;
                            /** Format: date-time */
                            createdTo?: string;
                            /** @enum {string} */
                            kind?: "lead" | "contact";
                            leadSource?: string;
                            /** Format: uuid */
                            listId?: string;
                            q?: string;
                            /** Format: uuid */
                            segmentId?: string;
                        };
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        personId: string | null;
                        progress: {
                            rowsTotal: number | null;
                            rowsWritten: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        columns: string[];
                        createdAt: string;
                        createdBy: string;
                        /** @enum {string} */
                        entity: "people" | "person";
                        failure: string | null;
                        fileBytes: number | null;
                        fileName: string | null;
                        filter: {
                            /** Format: uuid */
                            accountId?: string;
                            /** @enum {string} */
                            consent?: "unknown" | "granted" | "denied";
                            /** Format: date-time */
                            createdFrom?: string;
                            /** Format: date-time */
                            createdTo?: string;
                            /** @enum {string} */
                            kind?: "lead" | "contact";
                            leadSource?: string;
                            /** Format: uuid */
                            listId?: string;
                            q?: string;
                            /** Format: uuid */
                            segmentId?: string;
                        };
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        personId: string | null;
                        progress: {
                            rowsTotal: number | null;
                            rowsWritten: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postExportsIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export is being stopped */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        columns: string[];
                        createdAt: string;
                        createdBy: string;
                        /** @enum {string} */
                        entity: "people" | "person";
                        failure: string | null;
                        fileBytes: number | null;
                        fileName: string | null;
                        filter: {
                            /** Format: uuid */
                            accountId?: string;
                            /** @enum {string} */
                            consent?: "unknown" | "granted" | "denied";
                            /** Format: date-time */
                            createdFrom?: string;
                            /** Format: date-time */
                            createdTo?: string;
                            /** @enum {string} */
                            kind?: "lead" | "contact";
                            leadSource?: string;
                            /** Format: uuid */
                            listId?: string;
                            q?: string;
                            /** Format: uuid */
                            segmentId?: string;
                        };
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        personId: string | null;
                        progress: {
                            rowsTotal: number | null;
                            rowsWritten: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExportsIdFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    groupId: string;
                    messageId?: string;
                    sentAt?: string;
                    timestamp?: string;
                    traits?: Record<string, never>;
                    userId?: string;
                };
            };
        };
        responses: {
            /** @description Stored for good; in a batch each call that was refused is named by its place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHolidays: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                year?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of holidays */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date */
                            day: string;
                            name: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putHolidays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    holidays: {
                        /** Format: date */
                        day: string;
                        name: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description A result per holiday, in the order given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            day: string;
                            message?: string;
                            name: string;
                            /** @enum {string} */
                            result: "added" | "changed" | "unchanged" | "rejected";
                            row: number;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteHolidaysDay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postHolidaysImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/calendar": string;
                "text/csv": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description A result per row of the file or day of the calendar */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            day: string;
                            message?: string;
                            name: string;
                            /** @enum {string} */
                            result: "added" | "changed" | "unchanged" | "rejected";
                            row: number;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postIdentify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    messageId?: string;
                    sentAt?: string;
                    timestamp?: string;
                    traits?: Record<string, never>;
                    userId?: string;
                };
            };
        };
        responses: {
            /** @description Stored for good; in a batch each call that was refused is named by its place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImports: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of imports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            createdBy: string;
                            dryRun: boolean;
                            failure: string | null;
                            /** Format: uuid */
                            fileId: string | null;
                            fileName: string;
                            finishedAt: string | null;
                            format: {
                                bom: number;
                                columns: string[];
                                /** @enum {string} */
                                delimiter: "," | ";" | "\t" | "|";
                                /** @enum {string} */
                                encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                                header: boolean;
                            };
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            listId: string | null;
                            mapping: {
                                /** @default null */
                                consent: {
                                    /**
                                     * @default consent
                                     * @enum {string}
                                     */
                                    basis: "consent" | "legitimate_interest" | "contract";
                                    column: string;
                                    equals: string;
                                    /** @default import */
                                    source: string;
                                } | null;
                                /**
                                 * @default ymd
                                 * @enum {string}
                                 */
                                dateOrder: "ymd" | "dmy" | "mdy";
                                fields: ({
                                    column: string;
                                    label?: string;
                                    to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                    /** @enum {string} */
                                    type?: "text" | "number" | "boolean" | "date";
                                } | {
                                    label?: string;
                                    template: string;
                                    to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                    /** @enum {string} */
                                    type?: "text" | "number" | "boolean" | "date";
                                })[];
                                /** @default {} */
                                format: {
                                    /** @enum {string} */
                                    delimiter?: "," | ";" | "\t" | "|";
                                    /** @enum {string} */
                                    encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                                    header?: boolean;
                                };
                                /**
                                 * @default email
                                 * @enum {string}
                                 */
                                key: "email" | "externalId";
                                /**
                                 * @default lead
                                 * @enum {string}
                                 */
                                kind: "lead" | "contact";
                                /**
                                 * Format: uuid
                                 * @default null
                                 */
                                listId: string | null;
                            };
                            progress: {
                                bytesRead: number;
                                bytesTotal: number;
                                created: number;
                                duplicate: number;
                                rejected: number;
                                rowsPerSecond: number | null;
                                rowsRead: number;
                                suppressed: number;
                                unchanged: number;
                                updated: number;
                                warnings: number;
                                withoutConsent: number;
                            };
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                            workflow: components["schemas"]["WorkflowRef"];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postImports: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * @description Counts and errors only; nothing is changed
                     * @enum {string}
                     */
                    dryRun?: "true" | "false";
                    /**
                     * Format: binary
                     * @description The file; or send fileId
                     */
                    file?: string;
                    /**
                     * Format: uuid
                     * @description A file that was uploaded before, by a preview or a dry run
                     */
                    fileId?: string;
                    /** @description JSON: what becomes of the columns, see the schema of `mapping` in the answer */
                    mapping: string;
                };
            };
        };
        responses: {
            /** @description The import has begun */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        createdBy: string;
                        dryRun: boolean;
                        failure: string | null;
                        /** Format: uuid */
                        fileId: string | null;
                        fileName: string;
                        finishedAt: string | null;
                        format: {
                            bom: number;
                            columns: string[];
                            /** @enum {string} */
                            delimiter: "," | ";" | "\t" | "|";
                            /** @enum {string} */
                            encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                            header: boolean;
                        };
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        listId: string | null;
                        mapping: {
                            /** @default null */
                            consent: {
                                /**
                                 * @default consent
                                 * @enum {string}
                                 */
                                basis: "consent" | "legitimate_interest" | "contract";
                                column: string;
                                equals: string;
                                /** @default import */
                                source: string;
                            } | null;
                            /**
                             * @default ymd
                             * @enum {string}
                             */
                            dateOrder: "ymd" | "dmy" | "mdy";
                            fields: ({
                                column: string;
                                label?: string;
                                to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                /** @enum {string} */
                                type?: "text" | "number" | "boolean" | "date";
                            } | {
                                label?: string;
                                template: string;
                                to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                /** @enum {string} */
                                type?: "text" | "number" | "boolean" | "date";
                            })[];
                            /** @default {} */
                            format: {
                                /** @enum {string} */
                                delimiter?: "," | ";" | "\t" | "|";
                                /** @enum {string} */
                                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                                header?: boolean;
                            };
                            /**
                             * @default email
                             * @enum {string}
                             */
                            key: "email" | "externalId";
                            /**
                             * @default lead
                             * @enum {string}
                             */
                            kind: "lead" | "contact";
                            /**
                             * Format: uuid
                             * @default null
                             */
                            listId: string | null;
                        };
                        progress: {
                            bytesRead: number;
                            bytesTotal: number;
                            created: number;
                            duplicate: number;
                            rejected: number;
                            rowsPerSecond: number | null;
                            rowsRead: number;
                            suppressed: number;
                            unchanged: number;
                            updated: number;
                            warnings: number;
                            withoutConsent: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        createdBy: string;
                        dryRun: boolean;
                        failure: string | null;
                        /** Format: uuid */
                        fileId: string | null;
                        fileName: string;
                        finishedAt: string | null;
                        format: {
                            bom: number;
                            columns: string[];
                            /** @enum {string} */
                            delimiter: "," | ";" | "\t" | "|";
                            /** @enum {string} */
                            encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                            header: boolean;
                        };
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        listId: string | null;
                        mapping: {
                            /** @default null */
                            consent: {
                                /**
                                 * @default consent
                                 * @enum {string}
                                 */
                                basis: "consent" | "legitimate_interest" | "contract";
                                column: string;
                                equals: string;
                                /** @default import */
                                source: string;
                            } | null;
                            /**
                             * @default ymd
                             * @enum {string}
                             */
                            dateOrder: "ymd" | "dmy" | "mdy";
                            fields: ({
                                column: string;
                                label?: string;
                                to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                /** @enum {string} */
                                type?: "text" | "number" | "boolean" | "date";
                            } | {
                                label?: string;
                                template: string;
                                to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                /** @enum {string} */
                                type?: "text" | "number" | "boolean" | "date";
                            })[];
                            /** @default {} */
                            format: {
                                /** @enum {string} */
                                delimiter?: "," | ";" | "\t" | "|";
                                /** @enum {string} */
                                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                                header?: boolean;
                            };
                            /**
                             * @default email
                             * @enum {string}
                             */
                            key: "email" | "externalId";
                            /**
                             * @default lead
                             * @enum {string}
                             */
                            kind: "lead" | "contact";
                            /**
                             * Format: uuid
                             * @default null
                             */
                            listId: string | null;
                        };
                        progress: {
                            bytesRead: number;
                            bytesTotal: number;
                            created: number;
                            duplicate: number;
                            rejected: number;
                            rowsPerSecond: number | null;
                            rowsRead: number;
                            suppressed: number;
                            unchanged: number;
                            updated: number;
                            warnings: number;
                            withoutConsent: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postImportsIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import is being stopped */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        createdBy: string;
                        dryRun: boolean;
                        failure: string | null;
                        /** Format: uuid */
                        fileId: string | null;
                        fileName: string;
                        finishedAt: string | null;
                        format: {
                            bom: number;
                            columns: string[];
                            /** @enum {string} */
                            delimiter: "," | ";" | "\t" | "|";
                            /** @enum {string} */
                            encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                            header: boolean;
                        };
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        listId: string | null;
                        mapping: {
                            /** @default null */
                            consent: {
                                /**
                                 * @default consent
                                 * @enum {string}
                                 */
                                basis: "consent" | "legitimate_interest" | "contract";
                                column: string;
                                equals: string;
                                /** @default import */
                                source: string;
                            } | null;
                            /**
                             * @default ymd
                             * @enum {string}
                             */
                            dateOrder: "ymd" | "dmy" | "mdy";
                            fields: ({
                                column: string;
                                label?: string;
                                to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                /** @enum {string} */
                                type?: "text" | "number" | "boolean" | "date";
                            } | {
                                label?: string;
                                template: string;
                                to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                /** @enum {string} */
                                type?: "text" | "number" | "boolean" | "date";
                            })[];
                            /** @default {} */
                            format: {
                                /** @enum {string} */
                                delimiter?: "," | ";" | "\t" | "|";
                                /** @enum {string} */
                                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                                header?: boolean;
                            };
                            /**
                             * @default email
                             * @enum {string}
                             */
                            key: "email" | "externalId";
                            /**
                             * @default lead
                             * @enum {string}
                             */
                            kind: "lead" | "contact";
                            /**
                             * Format: uuid
                             * @default null
                             */
                            listId: string | null;
                        };
                        progress: {
                            bytesRead: number;
                            bytesTotal: number;
                            created: number;
                            duplicate: number;
                            rejected: number;
                            rowsPerSecond: number | null;
                            rowsRead: number;
                            suppressed: number;
                            unchanged: number;
                            updated: number;
                            warnings: number;
                            withoutConsent: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImportsIdErrors: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of remarks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            field: string;
                            reason: string;
                            row: number;
                            /** @enum {string} */
                            severity: "error" | "warning";
                            value: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImportsIdErrorsCsv: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postImportsPreview: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file; or send fileId
                     */
                    file?: string;
                    /**
                     * Format: uuid
                     * @description A file that was uploaded before
                     */
                    fileId?: string;
                    /** @description JSON: encoding, delimiter, header, where they should not be as detected */
                    format?: string;
                };
            };
        };
        responses: {
            /** @description How the file would be read */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bytes: number;
                        /** Format: uuid */
                        fileId: string;
                        fileName: string;
                        format: {
                            bom: number;
                            columns: string[];
                            /** @enum {string} */
                            delimiter: "," | ";" | "\t" | "|";
                            /** @enum {string} */
                            encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                            header: boolean;
                        };
                        /** @enum {string|null} */
                        preset: "salesforce" | "hubspot" | null;
                        presets: {
                            label: string;
                            /** @enum {string} */
                            name: "salesforce" | "hubspot";
                        }[];
                        rows: string[][];
                        suggestedMapping: {
                            /** @default null */
                            consent: {
                                /**
                                 * @default consent
                                 * @enum {string}
                                 */
                                basis: "consent" | "legitimate_interest" | "contract";
                                column: string;
                                equals: string;
                                /** @default import */
                                source: string;
                            } | null;
                            /**
                             * @default ymd
                             * @enum {string}
                             */
                            dateOrder: "ymd" | "dmy" | "mdy";
                            fields: ({
                                column: string;
                                label?: string;
                                to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                /** @enum {string} */
                                type?: "text" | "number" | "boolean" | "date";
                            } | {
                                label?: string;
                                template: string;
                                to: ("email" | "externalId" | "kind" | "language" | "timeZone" | "firstName" | "lastName" | "phone" | "jobTitle" | "company" | "street" | "city" | "region" | "postalCode" | "country" | "leadSource") | string;
                                /** @enum {string} */
                                type?: "text" | "number" | "boolean" | "date";
                            })[];
                            /** @default {} */
                            format: {
                                /** @enum {string} */
                                delimiter?: "," | ";" | "\t" | "|";
                                /** @enum {string} */
                                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
                                header?: boolean;
                            };
                            /**
                             * @default email
                             * @enum {string}
                             */
                            key: "email" | "externalId";
                            /**
                             * @default lead
                             * @enum {string}
                             */
                            kind: "lead" | "contact";
                            /**
                             * Format: uuid
                             * @default null
                             */
                            listId: string | null;
                        };
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInstallation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The installation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInstallationResumeSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The installation; unchanged where it was not stopped */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInstallationSendingLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All limits; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            blockedUntil: string | null;
                            domain: string;
                            isAdaptive: boolean;
                            perSecond: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putInstallationSendingLimitsDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    perSecond: number;
                };
            };
        };
        responses: {
            /** @description The limit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        blockedUntil: string | null;
                        domain: string;
                        isAdaptive: boolean;
                        perSecond: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteInstallationSendingLimitsDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has no limit any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInstallationStopSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The installation; unchanged where it was stopped already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLists: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                /** @description Part of the name */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of lists */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            description: string;
                            /** Format: uuid */
                            id: string;
                            name: string;
                            people: number;
                            updatedAt: string;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postLists: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description The list */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        people: number;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getListsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        people: number;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteListsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchListsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The list */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        people: number;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postListsIdPeople: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default add
                     * @enum {string}
                     */
                    action?: "add" | "remove";
                    personIds: string[];
                };
            };
        };
        responses: {
            /** @description What became of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: number;
                        notFound: string[];
                        unchanged: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest hundred steps; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            campaignId: string;
                            /** Format: uuid */
                            dripId: string;
                            dripName: string;
                            isRead: boolean;
                            /** Format: date-time */
                            latestAt: string;
                            note: string;
                            people: number;
                            sample: {
                                name: string;
                                /** Format: uuid */
                                personId: string;
                            }[];
                            step: string;
                            stepName: string;
                        }[];
                        nextCursor: null;
                        unread: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postNotificationsRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    dripId: string;
                    step: string;
                } | {
                    /** @enum {boolean} */
                    all: true;
                };
            };
        };
        responses: {
            /** @description It is known */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaigns: {
                            [key: string]: number;
                        };
                        leadGenerationRate: {
                            missing: string[];
                            value: number | null;
                        };
                        leadsPerWeek: number;
                        people: number;
                        pipelineInfluenced: {
                            missing: string[];
                            value: number | null;
                        };
                        reachable: number;
                        roi: {
                            missing: string[];
                            value: number | null;
                        };
                        sentLast30Days: number;
                        uncertainMessages: number;
                        waitingApprovals: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    messageId?: string;
                    name?: string;
                    properties?: Record<string, never>;
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                };
            };
        };
        responses: {
            /** @description Stored for good; in a batch each call that was refused is named by its place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeople: {
        parameters: {
            query?: {
                accountId?: string;
                consent?: "unknown" | "granted" | "denied";
                createdFrom?: string;
                createdTo?: string;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                kind?: "lead" | "contact";
                leadSource?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                listId?: string;
                q?: string;
                segmentId?: string;
                sort?: "-createdAt" | "createdAt" | "name" | "-name" | "email" | "-email";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of people */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            accountId: string | null;
                            attributes: {
                                [key: string]: string | number | boolean | null;
                            };
                            city: string | null;
                            company: string | null;
                            /** @enum {string} */
                            consent: "unknown" | "granted" | "denied";
                            consentAt: string | null;
                            convertedAt: string | null;
                            country: string | null;
                            createdAt: string;
                            email: string | null;
                            /** @enum {string} */
                            emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                            externalId: string | null;
                            firstName: string | null;
                            firstTouch: {
                                /** Format: date-time */
                                at: string;
                                campaignId: string | null;
                                clickIds: {
                                    fbclid?: string;
                                    gclid?: string;
                                    li_fat_id?: string;
                                    msclkid?: string;
                                };
                                kind: string;
                                referrer: string | null;
                                url: string | null;
                                utm: {
                                    campaign?: string;
                                    content?: string;
                                    id?: string;
                                    medium?: string;
                                    source?: string;
                                    term?: string;
                                };
                            } | null;
                            /** Format: uuid */
                            id: string;
                            jobTitle: string | null;
                            /** @enum {string} */
                            kind: "lead" | "contact";
                            language: string | null;
                            lastName: string | null;
                            latestTouch: {
                                /** Format: date-time */
                                at: string;
                                campaignId: string | null;
                                clickIds: {
                                    fbclid?: string;
                                    gclid?: string;
                                    li_fat_id?: string;
                                    msclkid?: string;
                                };
                                kind: string;
                                referrer: string | null;
                                url: string | null;
                                utm: {
                                    campaign?: string;
                                    content?: string;
                                    id?: string;
                                    medium?: string;
                                    source?: string;
                                    term?: string;
                                };
                            } | null;
                            leadSource: string | null;
                            ownerId: string | null;
                            phone: string | null;
                            postalCode: string | null;
                            region: string | null;
                            street: string | null;
                            /** @enum {string|null} */
                            suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                            timeZone: string | null;
                            updatedAt: string;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPeople: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    accountId?: string | null;
                    attributes?: {
                        [key: string]: string | number | boolean | null;
                    };
                    city?: string | null;
                    company?: string | null;
                    country?: string | null;
                    doubleOptIn?: {
                        source: string;
                        /** Format: uuid */
                        topicId?: string;
                    };
                    email?: string | null;
                    externalId?: string | null;
                    firstName?: string | null;
                    jobTitle?: string | null;
                    /** @enum {string} */
                    kind?: "lead" | "contact";
                    language?: string | null;
                    lastName?: string | null;
                    leadSource?: string | null;
                    ownerId?: string | null;
                    phone?: string | null;
                    postalCode?: string | null;
                    region?: string | null;
                    street?: string | null;
                    timeZone?: string | null;
                };
            };
        };
        responses: {
            /** @description The person */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeopleId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePeopleId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The erasure has begun */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        status: "erasing";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchPeopleId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    accountId?: string | null;
                    attributes?: {
                        [key: string]: string | number | boolean | null;
                    };
                    city?: string | null;
                    company?: string | null;
                    country?: string | null;
                    email?: string | null;
                    externalId?: string | null;
                    firstName?: string | null;
                    jobTitle?: string | null;
                    /** @enum {string} */
                    kind?: "lead" | "contact";
                    language?: string | null;
                    lastName?: string | null;
                    leadSource?: string | null;
                    ownerId?: string | null;
                    phone?: string | null;
                    postalCode?: string | null;
                    region?: string | null;
                    street?: string | null;
                    timeZone?: string | null;
                };
            };
        };
        responses: {
            /** @description The person */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeopleIdConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            at: string;
                            /** @enum {string} */
                            basis: "consent" | "legitimate_interest" | "contract";
                            /** @enum {string} */
                            channel: "email" | "phone" | "sms" | "post";
                            /** Format: uuid */
                            id: string;
                            note: string | null;
                            source: string;
                            /** @enum {string} */
                            state: "granted" | "denied";
                            topic: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPeopleIdConsents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    at?: string;
                    /**
                     * @default consent
                     * @enum {string}
                     */
                    basis?: "consent" | "legitimate_interest" | "contract";
                    /**
                     * @default email
                     * @enum {string}
                     */
                    channel?: "email" | "phone" | "sms" | "post";
                    /** @default false */
                    doubleOptIn?: boolean;
                    note?: string;
                    source: string;
                    /** @enum {string} */
                    state: "granted" | "denied";
                    /** Format: uuid */
                    topicId?: string;
                };
            };
        };
        responses: {
            /** @description With doubleOptIn: the person, who gave consent already; nothing is sent */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description The person with the consent that holds now */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description With doubleOptIn: the sign-up that waits for the person’s confirmation */
            202: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        confirmedAt: string | null;
                        createdAt: string;
                        expiresAt: string;
                        /** Format: uuid */
                        id: string;
                        source: string;
                        /** @enum {string} */
                        status: "waiting" | "confirmed" | "expired" | "failed";
                        topic: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        } | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPeopleIdConvert: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    accountId?: string;
                };
            };
        };
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeopleIdExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything on the person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPeopleIdExport: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export has begun */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        columns: string[];
                        createdAt: string;
                        createdBy: string;
                        /** @enum {string} */
                        entity: "people" | "person";
                        failure: string | null;
                        fileBytes: number | null;
                        fileName: string | null;
                        filter: {
                            /** Format: uuid */
                            accountId?: string;
                            /** @enum {string} */
                            consent?: "unknown" | "granted" | "denied";
                            /** Format: date-time */
                            createdFrom?: string;
                            /** Format: date-time */
                            createdTo?: string;
                            /** @enum {string} */
                            kind?: "lead" | "contact";
                            leadSource?: string;
                            /** Format: uuid */
                            listId?: string;
                            q?: string;
                            /** Format: uuid */
                            segmentId?: string;
                        };
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        link: {
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            expiresAt: string;
                            url: string;
                        } | null;
                        /** Format: uuid */
                        personId: string | null;
                        progress: {
                            rowsTotal: number | null;
                            rowsWritten: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeopleIdExports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest twenty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            columns: string[];
                            createdAt: string;
                            createdBy: string;
                            /** @enum {string} */
                            entity: "people" | "person";
                            failure: string | null;
                            fileBytes: number | null;
                            fileName: string | null;
                            filter: {
                                /** Format: uuid */
                                accountId?: string;
                                /** @enum {string} */
                                consent?: "unknown" | "granted" | "denied";
                                /** Format: date-time */
                                createdFrom?: string;
                                /** Format: date-time */
                                createdTo?: string;
                                /** @enum {string} */
                                kind?: "lead" | "contact";
                                leadSource?: string;
                                /** Format: uuid */
                                listId?: string;
                                q?: string;
                                /** Format: uuid */
                                segmentId?: string;
                            };
                            finishedAt: string | null;
                            /** Format: uuid */
                            id: string;
                            link: {
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 in UTC
                                 */
                                expiresAt: string;
                                url: string;
                            } | null;
                            /** Format: uuid */
                            personId: string | null;
                            progress: {
                                rowsTotal: number | null;
                                rowsWritten: number;
                            };
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "queued" | "running" | "completed" | "failed" | "cancelling" | "cancelled";
                            workflow: components["schemas"]["WorkflowRef"];
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeopleIdJourneys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Journeys, newest first: through drips, 100 at most, and through nurture programmes, 50 at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            campaignId: string;
                            campaignName: string;
                            /** Format: uuid */
                            dripId: string;
                            dripName: string;
                            /** Format: date-time */
                            dueAt: string | null;
                            email: string | null;
                            /** Format: date-time */
                            endedAt: string | null;
                            /** Format: date-time */
                            enrolledAt: string;
                            /** Format: uuid */
                            id: string;
                            moves: {
                                /** Format: date-time */
                                at: string;
                                outcome: string;
                                reason: string | null;
                                step: string | null;
                                stepName: string;
                            }[];
                            next: string;
                            /** Format: uuid */
                            personId: string;
                            personName: string;
                            reason: string | null;
                            sentence: string;
                            /** Format: date-time */
                            since: string;
                            /** @enum {string} */
                            state: "enrolled" | "active" | "paused" | "completed" | "exited" | "failed";
                            step: string | null;
                            stepName: string;
                            version: number;
                            /** @enum {string} */
                            waitsFor: "time" | "message" | "window" | "webhook" | "nothing";
                        }[];
                        nurtures: {
                            /** Format: date-time */
                            addedAt: string;
                            /** @enum {string} */
                            cadence: "normal" | "paused";
                            /** Format: uuid */
                            campaignId: string;
                            campaignName: string;
                            /** Format: date-time */
                            lastCastAt: string | null;
                            messages: {
                                /** Format: date-time */
                                at: string;
                                /** Format: uuid */
                                itemId: string;
                                itemName: string;
                                reason: string | null;
                                status: string;
                            }[];
                            next: string;
                            /** Format: date-time */
                            nextAt: string | null;
                            /** Format: uuid */
                            nurtureId: string;
                            nurtureName: string;
                            obstacle: string | null;
                            /** @enum {string} */
                            outcome: "gets" | "exhausted" | "unreachable" | "paused";
                            received: number;
                            sentence: string;
                            /** @enum {string} */
                            status: "draft" | "running" | "paused" | "completed" | "cancelled";
                            /** @example main */
                            stream: string;
                            streamName: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeopleIdSignUps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sign-ups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            confirmedAt: string | null;
                            createdAt: string;
                            expiresAt: string;
                            /** Format: uuid */
                            id: string;
                            source: string;
                            /** @enum {string} */
                            status: "waiting" | "confirmed" | "expired" | "failed";
                            topic: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeopleIdTimeline: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                /** @description Whether opens and clicks of machines are part of it */
                machines?: "show" | "hide";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the timeline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TimelineItem"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPeopleIdTopics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topics with the person’s choice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            description: string;
                            /** Format: uuid */
                            id: string;
                            isSubscribed: boolean;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPeopleByExternalIdExternalId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                externalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    accountId?: string | null;
                    attributes?: {
                        [key: string]: string | number | boolean | null;
                    };
                    city?: string | null;
                    company?: string | null;
                    country?: string | null;
                    email?: string | null;
                    firstName?: string | null;
                    jobTitle?: string | null;
                    /** @enum {string} */
                    kind?: "lead" | "contact";
                    language?: string | null;
                    lastName?: string | null;
                    leadSource?: string | null;
                    ownerId?: string | null;
                    phone?: string | null;
                    postalCode?: string | null;
                    region?: string | null;
                    street?: string | null;
                    timeZone?: string | null;
                };
            };
        };
        responses: {
            /** @description The person, changed */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description The person, new */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPeopleMerge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    keepId: string;
                    /** Format: uuid */
                    mergeId: string;
                };
            };
        };
        responses: {
            /** @description The person that was kept */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string | null;
                        attributes: {
                            [key: string]: string | number | boolean | null;
                        };
                        city: string | null;
                        company: string | null;
                        /** @enum {string} */
                        consent: "unknown" | "granted" | "denied";
                        consentAt: string | null;
                        convertedAt: string | null;
                        country: string | null;
                        createdAt: string;
                        email: string | null;
                        /** @enum {string} */
                        emailStatus: "unverified" | "ok" | "invalid" | "bounced";
                        externalId: string | null;
                        firstName: string | null;
                        firstTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        /** @enum {string} */
                        kind: "lead" | "contact";
                        language: string | null;
                        lastName: string | null;
                        latestTouch: {
                            /** Format: date-time */
                            at: string;
                            campaignId: string | null;
                            clickIds: {
                                fbclid?: string;
                                gclid?: string;
                                li_fat_id?: string;
                                msclkid?: string;
                            };
                            kind: string;
                            referrer: string | null;
                            url: string | null;
                            utm: {
                                campaign?: string;
                                content?: string;
                                id?: string;
                                medium?: string;
                                source?: string;
                                term?: string;
                            };
                        } | null;
                        leadSource: string | null;
                        ownerId: string | null;
                        phone: string | null;
                        postalCode: string | null;
                        region: string | null;
                        street: string | null;
                        /** @enum {string|null} */
                        suppressed: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased" | null;
                        timeZone: string | null;
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReportsActivity: {
        parameters: {
            query?: {
                /** @description This campaign and everything below it; all where it is left out */
                campaignId?: string;
                /** @description First day, by the clock of the organisation; 29 days before `to` */
                from?: string;
                /** @description Instead of `from` and `to`: days that move with the day of reading */
                period?: "last7" | "last30" | "last90" | "last365" | "thisMonth" | "lastMonth" | "thisQuarter" | "lastQuarter" | "thisYear";
                /** @description Last day; today */
                to?: string;
                unit?: "day" | "week" | "month";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By day, week or month */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        before: {
                            /** Format: date */
                            from: string;
                            series: {
                                /** Format: date */
                                start: string;
                                values: {
                                    clicks: number;
                                    complaints: number;
                                    forms: number;
                                    hardBounces: number;
                                    machineClicks: number;
                                    machineOpens: number;
                                    members: number;
                                    opens: number;
                                    pageViews: number;
                                    replies: number;
                                    responses: number;
                                    sent: number;
                                    uniqueClicks: number;
                                    uniqueOpens: number;
                                    unknownClicks: number;
                                    unsubscribes: number;
                                };
                            }[];
                            /** Format: date */
                            to: string;
                            totals: {
                                clicks: number;
                                complaints: number;
                                forms: number;
                                hardBounces: number;
                                machineClicks: number;
                                machineOpens: number;
                                members: number;
                                opens: number;
                                pageViews: number;
                                replies: number;
                                responses: number;
                                sent: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unknownClicks: number;
                                unsubscribes: number;
                            };
                        };
                        changes: {
                            clicks: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            complaints: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            forms: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            hardBounces: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            machineClicks: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            machineOpens: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            members: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            opens: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            pageViews: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            replies: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            responses: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            sent: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            uniqueClicks: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            uniqueOpens: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            unknownClicks: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                            unsubscribes: {
                                before: number;
                                /** Format: uuid */
                                campaignId: string;
                                name: string;
                                now: number;
                            }[];
                        };
                        freshness: {
                            /** Format: date-time */
                            countedAt: string;
                            waiting: number;
                            /** Format: date-time */
                            waitingSince: string | null;
                        };
                        /** Format: date */
                        from: string;
                        series: {
                            /** Format: date */
                            start: string;
                            values: {
                                clicks: number;
                                complaints: number;
                                forms: number;
                                hardBounces: number;
                                machineClicks: number;
                                machineOpens: number;
                                members: number;
                                opens: number;
                                pageViews: number;
                                replies: number;
                                responses: number;
                                sent: number;
                                uniqueClicks: number;
                                uniqueOpens: number;
                                unknownClicks: number;
                                unsubscribes: number;
                            };
                        }[];
                        timeZone: string;
                        /** Format: date */
                        to: string;
                        totals: {
                            clicks: number;
                            complaints: number;
                            forms: number;
                            hardBounces: number;
                            machineClicks: number;
                            machineOpens: number;
                            members: number;
                            opens: number;
                            pageViews: number;
                            replies: number;
                            responses: number;
                            sent: number;
                            uniqueClicks: number;
                            uniqueOpens: number;
                            unknownClicks: number;
                            unsubscribes: number;
                        };
                        /** @enum {string} */
                        unit: "day" | "week" | "month";
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReportsClock: {
        parameters: {
            query?: {
                /** @description This campaign and everything below it; all where it is left out */
                campaignId?: string;
                figure?: "sent" | "uniqueOpens" | "uniqueClicks" | "unsubscribes" | "hardBounces" | "complaints" | "opens" | "machineOpens" | "clicks" | "machineClicks" | "unknownClicks" | "replies" | "pageViews" | "forms" | "members" | "responses";
                /** @description First day, by the clock of the organisation; 29 days before `to` */
                from?: string;
                /** @description Instead of `from` and `to`: days that move with the day of reading */
                period?: "last7" | "last30" | "last90" | "last365" | "thisMonth" | "lastMonth" | "thisQuarter" | "lastQuarter" | "thisYear";
                /** @description Last day; today */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By weekday and hour */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cells: {
                            hour: number;
                            sent: number;
                            value: number;
                            weekday: number;
                        }[];
                        /** @enum {string} */
                        figure: "sent" | "uniqueOpens" | "uniqueClicks" | "unsubscribes" | "hardBounces" | "complaints" | "opens" | "machineOpens" | "clicks" | "machineClicks" | "unknownClicks" | "replies" | "pageViews" | "forms" | "members" | "responses";
                        freshness: {
                            /** Format: date-time */
                            countedAt: string;
                            waiting: number;
                            /** Format: date-time */
                            waitingSince: string | null;
                        };
                        /** Format: date */
                        from: string;
                        timeZone: string;
                        /** Format: date */
                        to: string;
                        total: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lastRun: {
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            at: string;
                            removed: {
                                engagement: number;
                                inactivePeople: number;
                                jobRecords: number;
                                signUps: number;
                            };
                        } | null;
                        rules: {
                            engagementDays: number;
                            inactivePeopleDays: number | null;
                            jobRecordsDays: number | null;
                            signUpsDays: number;
                        };
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRetention: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    engagementDays: number;
                    inactivePeopleDays: number | null;
                    jobRecordsDays: number | null;
                    signUpsDays: number;
                };
            };
        };
        responses: {
            /** @description The rules as they are now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lastRun: {
                            /**
                             * Format: date-time
                             * @description ISO 8601 in UTC
                             */
                            at: string;
                            removed: {
                                engagement: number;
                                inactivePeople: number;
                                jobRecords: number;
                                signUps: number;
                            };
                        } | null;
                        rules: {
                            engagementDays: number;
                            inactivePeopleDays: number | null;
                            jobRecordsDays: number | null;
                            signUpsDays: number;
                        };
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postRetentionPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    engagementDays: number;
                    inactivePeopleDays: number | null;
                    jobRecordsDays: number | null;
                    signUpsDays: number;
                };
            };
        };
        responses: {
            /** @description Rows by rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        wouldRemove: {
                            engagement: number;
                            inactivePeople: number;
                            jobRecords: number;
                            signUps: number;
                        };
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postRetentionRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has begun */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "running";
                        workflow: components["schemas"]["WorkflowRef"];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSavedViews: {
        parameters: {
            query?: {
                page?: "campaigns";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                            isMine: boolean;
                            isShared: boolean;
                            name: string;
                            /** @enum {string} */
                            page: "campaigns";
                            query: {
                                [key: string]: string;
                            };
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSavedViews: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    isShared?: boolean;
                    name: string;
                    /** @enum {string} */
                    page: "campaigns";
                    query: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description The view */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        isMine: boolean;
                        isShared: boolean;
                        name: string;
                        /** @enum {string} */
                        page: "campaigns";
                        query: {
                            [key: string]: string;
                        };
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSavedViewsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSavedViewsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isShared?: boolean;
                    name?: string;
                    query?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description The view as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        isMine: boolean;
                        isShared: boolean;
                        name: string;
                        /** @enum {string} */
                        page: "campaigns";
                        query: {
                            [key: string]: string;
                        };
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postScreen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    messageId?: string;
                    name?: string;
                    properties?: Record<string, never>;
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                };
            };
        };
        responses: {
            /** @description Stored for good; in a batch each call that was refused is named by its place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegments: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                /** @description Part of the name */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of segments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            countedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            description: string;
                            /** Format: uuid */
                            id: string;
                            isWatched: boolean;
                            name: string;
                            people: number | null;
                            rule: components["schemas"]["SegmentRule"];
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSegments: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    /** @default false */
                    isWatched?: boolean;
                    name: string;
                    rule: components["schemas"]["SegmentRule"];
                };
            };
        };
        responses: {
            /** @description The segment */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        countedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        /** Format: uuid */
                        id: string;
                        isWatched: boolean;
                        name: string;
                        people: number | null;
                        rule: components["schemas"]["SegmentRule"];
                        /** Format: date-time */
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegmentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The segment */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        countedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        /** Format: uuid */
                        id: string;
                        isWatched: boolean;
                        name: string;
                        people: number | null;
                        rule: components["schemas"]["SegmentRule"];
                        /** Format: date-time */
                        updatedAt: string;
                        usedBy: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "campaign" | "segment";
                            name: string;
                        }[];
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSegmentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSegmentsId: {
        parameters: {
            query?: {
                dryRun?: boolean;
            };
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    isWatched?: boolean;
                    name?: string;
                    rule?: components["schemas"]["SegmentRule"];
                };
            };
        };
        responses: {
            /** @description The segment as it is now, or with dryRun as it would be, and `effect` */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        countedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        effect: {
                            enter: number;
                            leave: number;
                            people: number;
                            voidsApprovalOf: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            }[];
                        } | null;
                        /** Format: uuid */
                        id: string;
                        isWatched: boolean;
                        name: string;
                        people: number | null;
                        rule: components["schemas"]["SegmentRule"];
                        /** Format: date-time */
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegmentsIdChanges: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of comings and goings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            change: "entered" | "left";
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** Format: uuid */
                            personId: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSegmentsIdExplain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    personId: string;
                };
            };
        };
        responses: {
            /** @description The outcome of each part, laid out like the rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        explanation: components["schemas"]["RuleExplanation"];
                        isIn: boolean;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSegmentsExplain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    personId: string;
                    rule: components["schemas"]["SegmentRule"];
                };
            };
        };
        responses: {
            /** @description The outcome of each part, laid out like the rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        explanation: components["schemas"]["RuleExplanation"];
                        isIn: boolean;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSegmentsPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rule: components["schemas"]["SegmentRule"];
                };
            };
        };
        responses: {
            /** @description Whom the rule means */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                        excluded: {
                            [key: string]: number;
                        };
                        reachable: number;
                        sample: {
                            email: string | null;
                            excluded: string | null;
                            name: string;
                            /** Format: uuid */
                            personId: string;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSenders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All senders; there is one page of 500 at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: email */
                            address: string;
                            domain: string;
                            /** Format: uuid */
                            id: string;
                            isSigned: boolean;
                            name: string;
                            /** @default null */
                            ratePerSecond: number | null;
                            /**
                             * Format: email
                             * @default null
                             */
                            replyTo: string | null;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSenders: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    address: string;
                    name: string;
                    /** @default null */
                    ratePerSecond?: number | null;
                    /**
                     * Format: email
                     * @default null
                     */
                    replyTo?: string | null;
                };
            };
        };
        responses: {
            /** @description The new sender */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: email */
                        address: string;
                        domain: string;
                        /** Format: uuid */
                        id: string;
                        isSigned: boolean;
                        name: string;
                        /** @default null */
                        ratePerSecond: number | null;
                        /**
                         * Format: email
                         * @default null
                         */
                        replyTo: string | null;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSendersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sender */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: email */
                        address: string;
                        domain: string;
                        /** Format: uuid */
                        id: string;
                        isSigned: boolean;
                        name: string;
                        /** @default null */
                        ratePerSecond: number | null;
                        /**
                         * Format: email
                         * @default null
                         */
                        replyTo: string | null;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSendersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSendersId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    ratePerSecond?: number | null;
                    /** Format: email */
                    replyTo?: string | null;
                };
            };
        };
        responses: {
            /** @description The sender as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: email */
                        address: string;
                        domain: string;
                        /** Format: uuid */
                        id: string;
                        isSigned: boolean;
                        name: string;
                        /** @default null */
                        ratePerSecond: number | null;
                        /**
                         * Format: email
                         * @default null
                         */
                        replyTo: string | null;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSendingDomains: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All domains; there is one page of 500 at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string|null} */
                            dkimAlgorithm: "rsa-sha256" | "ed25519-sha256" | null;
                            dkimRecord: {
                                name: string;
                                /** @enum {string} */
                                type: "TXT";
                                value: string;
                            } | null;
                            dkimSelector: string | null;
                            domain: string;
                            /** Format: uuid */
                            id: string;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSendingDomains: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default rsa-sha256
                     * @enum {string}
                     */
                    algorithm?: "rsa-sha256" | "ed25519-sha256";
                    domain: string;
                };
            };
        };
        responses: {
            /** @description The domain and the DNS record to publish */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string|null} */
                        dkimAlgorithm: "rsa-sha256" | "ed25519-sha256" | null;
                        dkimRecord: {
                            name: string;
                            /** @enum {string} */
                            type: "TXT";
                            value: string;
                        } | null;
                        dkimSelector: string | null;
                        domain: string;
                        /** Format: uuid */
                        id: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSendingDomainsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignUpMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        intro: string;
                        /** Format: uuid */
                        senderId: string | null;
                        subject: string;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSignUpMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    intro?: string;
                    /** Format: uuid */
                    senderId?: string | null;
                    subject?: string;
                };
            };
        };
        responses: {
            /** @description The message as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        intro: string;
                        /** Format: uuid */
                        senderId: string | null;
                        subject: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStoppedDomains: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them; there is one page of 500 at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            cause: "refused" | "key";
                            code: string | null;
                            domain: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            since: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteStoppedDomainsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It goes on */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSuppressions: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description One address; also finds those of which only the hash is kept */
                email?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
                reason?: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of suppressions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            email: string | null;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased";
                            source: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSuppressions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    emails: string[];
                    /** @default added by hand */
                    source?: string;
                };
            };
        };
        responses: {
            /** @description What became of the addresses */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        alreadySuppressed: number;
                        invalid: {
                            email: string;
                            index: number;
                        }[];
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSuppressionsId: {
        parameters: {
            query?: {
                confirm?: "true" | "false";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken back */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed; the credential that asked is gone as well */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cap?: {
                        days: number;
                        messages: number;
                    } | null;
                    countOpensAsTouch?: boolean;
                    currency?: string;
                    lookBackDays?: number;
                    name?: string;
                    postalAddress?: string;
                    quietHours?: {
                        from: string;
                        to: string;
                    } | null;
                    retentionDays?: number;
                    timeZone?: string;
                };
            };
        };
        responses: {
            /** @description The organisation */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTenantResumeSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The organisation; unchanged where it was not stopped */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTenantStopSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The organisation; unchanged where it was stopped already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTopics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All topics; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            description: string;
                            /** Format: uuid */
                            id: string;
                            isArchived: boolean;
                            name: string;
                            optedOut: number;
                            position: number;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTopics: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    name: string;
                    position?: number;
                };
            };
        };
        responses: {
            /** @description The topic */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        description: string;
                        /** Format: uuid */
                        id: string;
                        isArchived: boolean;
                        name: string;
                        optedOut: number;
                        position: number;
                        version: number;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTopicsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchTopicsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    isArchived?: boolean;
                    name?: string;
                    position?: number;
                };
            };
        };
        responses: {
            /** @description The topic as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        description: string;
                        /** Format: uuid */
                        id: string;
                        isArchived: boolean;
                        name: string;
                        optedOut: number;
                        position: number;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTrack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                };
            };
        };
        responses: {
            /** @description Stored for good; in a batch each call that was refused is named by its place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Rows per page, at most 500 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of people */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The person */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUsersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchUsersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role: "admin" | "manager" | "approver" | "analyst" | "operator";
                };
            };
        };
        responses: {
            /** @description The person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postUsersIdInvite: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sent */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret, as far as it is shown */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string | null;
                        createdByName: string | null;
                        /** Format: date-time */
                        formerUntil: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhookSecretRotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret, shown this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string | null;
                        createdByName: string | null;
                        /** Format: date-time */
                        formerUntil: string | null;
                        secret: string;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWriteKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All keys; there is one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            consentTrait: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            createdByName: string;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "site" | "server";
                            /** Format: date-time */
                            lastUsedAt: string | null;
                            name: string;
                            origins: string[];
                            /** Format: date-time */
                            revokedAt: string | null;
                            start: string;
                            version: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWriteKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text up to 255 characters; the same key gives the same answer once. Required with an API key. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    consentTrait?: string | null;
                    /** @enum {string} */
                    kind: "site" | "server";
                    name: string;
                    /** @default [] */
                    origins?: string[];
                };
            };
        };
        responses: {
            /** @description The key with its text */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWriteKey"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWriteKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked; once more changes nothing */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchWriteKeysId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 where somebody changed it since. Without it, or with *, the change is made to whatever is there. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    consentTrait?: string | null;
                    name?: string;
                    origins?: string[];
                };
            };
        };
        responses: {
            /** @description The key as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        consentTrait: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        createdByName: string;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "site" | "server";
                        /** Format: date-time */
                        lastUsedAt: string | null;
                        name: string;
                        origins: string[];
                        /** Format: date-time */
                        revokedAt: string | null;
                        start: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it since; nothing was saved */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused or failed; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
