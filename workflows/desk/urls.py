"""Addresses of the desk. Each page of a case carries the case's key; whether somebody may see it is asked there."""

from django.urls import URLPattern, path

from workflows.desk import (
    account,
    approving,
    archiving,
    calendar_pages,
    case_acts,
    case_pages,
    channels,
    charging,
    choosing_track,
    consulting,
    correcting,
    delegating,
    delivering,
    dispatching,
    documents,
    drafting,
    exceeding,
    extending,
    guiding,
    inbox,
    issuing,
    mailing,
    noting,
    past_approvals,
    publishing,
    reasoning,
    receipt_dates,
    receipts,
    record_corrections,
    register_page,
    registering,
    remedies,
    reminding,
    replaying,
    searching,
    splitting,
    spot_replies,
    taking_back,
    telling_date,
    transferring,
    untaken,
)

app_name = "desk"

urlpatterns: list[URLPattern] = [
    path("", inbox.Inbox.as_view(), name="inbox"),
    path("search/", inbox.Search.as_view(), name="find"),
    # a past day, from the records
    path("then/", replaying.InboxThen.as_view(), name="inbox_then"),
    path("cases/<int:case_id>/then/", replaying.CaseThen.as_view(), name="case_then"),
    path("approvals/", past_approvals.PastApprovals.as_view(), name="past_approvals"),
    path("delegations/", delegating.Delegations.as_view(), name="delegations"),
    path("delegations/<int:delegation_id>/end/", delegating.End.as_view(), name="delegation_end"),
    path("capacity/", account.Capacity.as_view(), name="capacity"),
    path("calendars/", calendar_pages.Calendars.as_view(), name="calendars"),
    path("reminders/", reminding.Reminders.as_view(), name="reminders"),
    # registration
    path("register/", registering.Register.as_view(), name="register"),
    path("register/page/", register_page.RegisterPage.as_view(), name="register_page"),
    path("register/preview/", registering.Preview.as_view(), name="register_preview"),
    path("intake/", dispatching.Intake.as_view(), name="intake"),
    path("intake/<int:case_id>/", dispatching.Route.as_view(), name="route"),
    path("register/earlier/", registering.EarlierHint.as_view(), name="register_earlier"),
    path("intake/<int:case_id>/transfer/", transferring.TransferUnrouted.as_view(), name="transfer_unrouted"),
    path("cases/<int:case_id>/transfer/", transferring.TransferCase.as_view(), name="transfer"),
    path("channels/", channels.Channels.as_view(), name="channels"),
    path("untaken/", untaken.Untaken.as_view(), name="untaken"),
    path("cases/<int:case_id>/receipt-date/", receipt_dates.CorrectReceipt.as_view(), name="receipt_date"),
    path("cases/<int:case_id>/register/", registering.RegisterReceived.as_view(), name="register_received"),
    path("cases/<int:case_id>/receipt/", receipts.Receipt.as_view(), name="receipt"),
    path("cases/<int:case_id>/receipt.pdf", receipts.ReceiptPdf.as_view(), name="receipt_pdf"),
    path("cases/<int:case_id>/query-code/", receipts.ReissueCode.as_view(), name="reissue_code"),
    # one case
    path("cases/<int:case_id>/", case_pages.Overview.as_view(), name="case"),
    path("cases/<int:case_id>/contacts/", case_pages.Contacts.as_view(), name="contacts"),
    path("cases/<int:case_id>/materials/", case_pages.Materials.as_view(), name="materials"),
    path("cases/<int:case_id>/record/", case_pages.Record.as_view(), name="record"),
    path("cases/<int:case_id>/notes/", noting.Notes.as_view(), name="notes"),
    path("cases/<int:case_id>/accept/", case_acts.Accept.as_view(), name="accept"),
    path("cases/<int:case_id>/on-the-spot/", spot_replies.AcceptOnTheSpot.as_view(), name="on_the_spot"),
    path("cases/<int:case_id>/reassign/", case_acts.Reassign.as_view(), name="reassign"),
    path("cases/<int:case_id>/withdraw/", case_acts.Withdraw.as_view(), name="withdraw"),
    path("cases/<int:case_id>/split/", splitting.Split.as_view(), name="split"),
    path("cases/<int:case_id>/void/", case_acts.Void.as_view(), name="void"),
    path("cases/<int:case_id>/search/", searching.RecordSearch.as_view(), name="search"),
    path("cases/<int:case_id>/correction/", correcting.Ask.as_view(), name="correction"),
    path("cases/<int:case_id>/correction/receive/", correcting.Receive.as_view(), name="correction_receive"),
    path("cases/<int:case_id>/correction/lapse/", correcting.Lapse.as_view(), name="correction_lapse"),
    path(
        "cases/<int:case_id>/correction/call-off/", correcting.CallOff.as_view(), name="correction_call_off"
    ),
    path("cases/<int:case_id>/excess/", exceeding.Counts.as_view(), name="excess"),
    path("cases/<int:case_id>/reasons/", reasoning.Ask.as_view(), name="reasons_ask"),
    path("cases/<int:case_id>/reasons/call-off/", reasoning.CallOff.as_view(), name="reasons_call_off"),
    path("cases/<int:case_id>/reasons/receive/", reasoning.Receive.as_view(), name="reasons_receive"),
    path("cases/<int:case_id>/reasons/judge/", reasoning.Judge.as_view(), name="reasons_judge"),
    path("cases/<int:case_id>/delay/decide/", reasoning.DecideDelay.as_view(), name="delay_decide"),
    path("cases/<int:case_id>/excess/revoke/", exceeding.Revoke.as_view(), name="excess_revoke"),
    path("cases/<int:case_id>/fee/", charging.Ask.as_view(), name="fee"),
    path("cases/<int:case_id>/fee/receive/", charging.Receive.as_view(), name="fee_receive"),
    path("cases/<int:case_id>/fee/reject/", charging.Reject.as_view(), name="fee_reject"),
    path("cases/<int:case_id>/fee/cancel/", charging.Cancel.as_view(), name="fee_cancel"),
    path("cases/<int:case_id>/fee/lapse/", charging.Unpaid.as_view(), name="fee_lapse"),
    path("cases/<int:case_id>/fee/refund/", charging.Refund.as_view(), name="fee_refund"),
    path("cases/<int:case_id>/extension/", extending.Ask.as_view(), name="extension"),
    path("cases/<int:case_id>/extension/decide/", extending.Decide.as_view(), name="extension_decide"),
    path("cases/<int:case_id>/date-change/", telling_date.TellDate.as_view(), name="date_change"),
    path("cases/<int:case_id>/archive/", archiving.Archive.as_view(), name="archive_case"),
    # the reply: writing, approving, issuing
    path("cases/<int:case_id>/reply/", drafting.Reply.as_view(), name="reply"),
    path("cases/<int:case_id>/reply/draft.pdf", drafting.ReplyPdf.as_view(), name="reply_pdf"),
    path("cases/<int:case_id>/reply/pages/<int:page>.png", drafting.ReplyPage.as_view(), name="reply_page"),
    path("cases/<int:case_id>/reply/versions/", drafting.Versions.as_view(), name="reply_versions"),
    path(
        "cases/<int:case_id>/reply/items/<int:ordinal>/questions/",
        guiding.Guide.as_view(),
        name="five_questions",
    ),
    path("cases/<int:case_id>/track/", choosing_track.ChooseTrack.as_view(), name="track"),
    path("cases/<int:case_id>/joint/", choosing_track.RecordJoint.as_view(), name="joint"),
    path("emergencies/", choosing_track.Emergencies.as_view(), name="emergencies"),
    path("cases/<int:case_id>/issue/", issuing.Issue.as_view(), name="issue"),
    path("cases/<int:case_id>/letters/<int:letter_id>/", issuing.LetterPaper.as_view(), name="letter"),
    path(
        "cases/<int:case_id>/letters/<int:letter_id>/pages/<int:page>.png",
        issuing.LetterPage.as_view(),
        name="letter_page",
    ),
    path("submissions/<int:submission_id>/", approving.Approve.as_view(), name="submission"),
    path(
        "submissions/<int:submission_id>/letter.pdf", approving.SubmissionPdf.as_view(), name="submission_pdf"
    ),
    path(
        "submissions/<int:submission_id>/pages/<int:page>.png",
        approving.SubmissionPage.as_view(),
        name="submission_page",
    ),
    # consultations
    path("cases/<int:case_id>/consultations/", consulting.Consultations.as_view(), name="consultations"),
    path(
        "cases/<int:case_id>/consultations/third-party/",
        consulting.AskThirdParty.as_view(),
        name="ask_third_party",
    ),
    path("cases/<int:case_id>/consultations/co-maker/", consulting.AskCoMaker.as_view(), name="ask_co_maker"),
    path("cases/<int:case_id>/consultations/agency/", consulting.AskAgency.as_view(), name="ask_agency"),
    path("cases/<int:case_id>/consultations/unit/", consulting.AskUnit.as_view(), name="ask_unit"),
    path(
        "cases/<int:case_id>/consultations/<int:consultation_id>/answer/",
        consulting.Answer.as_view(),
        name="consultation_answer",
    ),
    path(
        "cases/<int:case_id>/consultations/<int:consultation_id>/code/",
        consulting.AnswerCode.as_view(),
        name="consultation_code",
    ),
    path(
        "cases/<int:case_id>/consultations/<int:consultation_id>/silence/",
        consulting.Silence.as_view(),
        name="consultation_silence",
    ),
    path(
        "cases/<int:case_id>/consultations/<int:consultation_id>/decide/",
        consulting.Decide.as_view(),
        name="consultation_decide",
    ),
    path(
        "cases/<int:case_id>/consultations/<int:consultation_id>/end/",
        consulting.End.as_view(),
        name="consultation_end",
    ),
    # disputes
    path("cases/<int:case_id>/remedies/", remedies.Remedies.as_view(), name="remedies"),
    path("cases/<int:case_id>/remedies/new/", remedies.RecordRemedy.as_view(), name="remedy"),
    path(
        "cases/<int:case_id>/remedies/<int:remedy_id>/answer/",
        remedies.FileAnswer.as_view(),
        name="remedy_answer",
    ),
    path(
        "cases/<int:case_id>/remedies/<int:remedy_id>/result/",
        remedies.RecordResult.as_view(),
        name="remedy_result",
    ),
    path("cases/<int:case_id>/remedies/<int:remedy_id>/reopen/", remedies.Reopen.as_view(), name="reopen"),
    # delivery
    path("cases/<int:case_id>/delivery/", delivering.Deliveries.as_view(), name="delivery"),
    path("cases/<int:case_id>/letters/<int:letter_id>/post/", delivering.Post.as_view(), name="post"),
    path(
        "cases/<int:case_id>/letters/<int:letter_id>/confirm/", delivering.Confirm.as_view(), name="confirm"
    ),
    path(
        "cases/<int:case_id>/letters/<int:letter_id>/online/",
        delivering.ServeOnline.as_view(),
        name="serve_online",
    ),
    path(
        "cases/<int:case_id>/letters/<int:letter_id>/failure/", delivering.Failure.as_view(), name="failure"
    ),
    # publication
    path("proposals/", publishing.Proposals.as_view(), name="proposals"),
    path("cases/<int:case_id>/proposals/<int:proposal_id>/", publishing.Decide.as_view(), name="proposal"),
    path(
        "cases/<int:case_id>/letters/<int:letter_id>/withdraw/",
        taking_back.WithdrawLetter.as_view(),
        name="withdraw_letter",
    ),
    path(
        "cases/<int:case_id>/letters/<int:letter_id>/mail/<slug:kind>.pdf",
        mailing.MailPaper.as_view(),
        name="mail_paper",
    ),
    # correction of what is on record about a person (Art. 41)
    path("record-corrections/", record_corrections.RecordCorrections.as_view(), name="record_corrections"),
    path("record-corrections/new/", record_corrections.TakeIn.as_view(), name="record_correction_new"),
    path(
        "record-corrections/<int:correction_id>/", record_corrections.One.as_view(), name="record_correction"
    ),
    path(
        "record-corrections/<int:correction_id>/contacts/",
        record_corrections.Reveal.as_view(),
        name="record_correction_contacts",
    ),
    path(
        "record-corrections/<int:correction_id>/letter.pdf",
        record_corrections.LetterPdf.as_view(),
        name="record_correction_pdf",
    ),
    path(
        "record-corrections/<int:correction_id>/pages/<int:page>.png",
        record_corrections.LetterPage.as_view(),
        name="record_correction_page",
    ),
    path(
        "record-corrections/<int:correction_id>/files/<int:file_id>/",
        record_corrections.File.as_view(),
        name="record_correction_file",
    ),
    # files
    path("documents/<int:document_id>/", documents.Download.as_view(), name="document"),
]
