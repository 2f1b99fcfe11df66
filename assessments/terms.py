"""The words of the yearly self-assessment, as enums whose labels are what people read."""

from evalsite.terms import Term


class Status(Term):
    """Where an assessment stands. `label` is what the department reads, `bureau_label` what the bureau reads."""

    DRAFT = "draft", "填报中"
    CONFIRMING = "confirming", "待负责人确认"
    SUBMITTED = "submitted", "已报送，待审核"
    SECTION_REVIEW = "section_review", "业务股室审核中"
    FINAL_REVIEW = "final_review", "绩效股审核中"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "审核通过"
    PUBLISHED = "published", "已公开"

    @property
    def bureau_label(self) -> str:
        return ReviewState(self.value).label

    @property
    def is_editable(self) -> bool:
        """Whether the department may change the draft."""
        return self in {Status.DRAFT, Status.RETURNED}

    @property
    def is_final(self) -> bool:
        return self in {Status.APPROVED, Status.PUBLISHED}


class Stage(Term):
    """States that the bureau looks at together."""

    NOT_STARTED = "not_started", "未开始"
    FILLING_IN = "filling_in", "填报中"
    RETURNED = "returned", "退回修改"
    IN_REVIEW = "in_review", "审核中"
    APPROVED = "approved", "审核通过"


class ReviewState(Term):
    """Where an assessment stands as the bureau reads it: its status, and of a draft whether anybody has begun.

    The one definition for home page, list, export, progress and county pages; `queries` says it of every row.
    """

    NOT_STARTED = "not_started", "未开始"
    DRAFT = "draft", "填报中"
    CONFIRMING = "confirming", "待负责人确认"
    SUBMITTED = "submitted", "待初审"
    SECTION_REVIEW = "section_review", "初审中"
    FINAL_REVIEW = "final_review", "待终审"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "审核通过"
    PUBLISHED = "published", "已公开"

    def stage(self, *, was_handed_in: bool) -> Stage:
        """What a department works on anew after a review counts as returned, whoever of it has it in hand."""
        stage = _STAGES[self]
        return Stage.RETURNED if was_handed_in and stage in PENDING else stage


PENDING = frozenset({Stage.NOT_STARTED, Stage.FILLING_IN})  # not handed in yet
_STAGES: dict[ReviewState, Stage] = {
    ReviewState.NOT_STARTED: Stage.NOT_STARTED,
    ReviewState.DRAFT: Stage.FILLING_IN,
    ReviewState.CONFIRMING: Stage.FILLING_IN,
    ReviewState.SUBMITTED: Stage.IN_REVIEW,
    ReviewState.SECTION_REVIEW: Stage.IN_REVIEW,
    ReviewState.FINAL_REVIEW: Stage.IN_REVIEW,
    ReviewState.RETURNED: Stage.RETURNED,
    ReviewState.APPROVED: Stage.APPROVED,
    ReviewState.PUBLISHED: Stage.APPROVED,
}


class Action(Term):
    """A step that a person takes. The label stands on the button and in the timeline."""

    SAVE = "save", "保存"
    HAND_OVER = "hand_over", "送负责人确认"
    HAND_BACK = "hand_back", "退回填报人"
    SUBMIT = "submit", "报送财政局"
    WITHDRAW = "withdraw", "撤回"
    BEGIN_REVIEW = "begin_review", "开始初审"
    PASS_SECTION_REVIEW = "pass_section_review", "初审通过"
    RETURN_FOR_CHANGES = "return_for_changes", "退回修改"
    APPROVE = "approve", "终审通过"
    PUBLISH = "publish", "登记公开"
    REOPEN = "reopen", "取消审核"


class EventKind(Term):
    """What the history records beside the steps that a person takes. The label stands in the timeline."""

    START = "start", "建立自评表"
    COMMENT = "comment", "提出审核意见"
    REVISE_COMMENT = "revise_comment", "修改审核意见"
    WITHDRAW_COMMENT = "withdraw_comment", "撤销审核意见"
    FILE_COMMENT = "file_comment", "审核意见留存备查"
    ANSWER = "answer", "答复审核意见"
    SETTLE = "settle", "审核意见销号"
    EXPLAIN = "explain", "说明警告"
    EXEMPT = "exempt", "豁免校验"
    END_EXEMPTION = "end_exemption", "终止豁免"
    CHANGE_TARGET = "change_target", "调整指标值"
    ATTACH = "attach", "上传附件"
    DETACH = "detach", "删除附件"
    REVISE_SCHEME = "revise_scheme", "调整评分方案"


class RemarkDecision(Term):
    """What a reviewer decides of an open remark when taking a step."""

    SEND = "send", "随退回送达部门"
    KEEP = "keep", "留给终审"
    SETTLE = "settle", "销号"
    FILE = "file", "留存备查，不送达部门"
    DROP = "drop", "撤销"


class Role(Term):
    """What a person is towards one assessment."""

    PREPARER = "preparer", "填报人"
    HEAD = "head", "单位负责人"
    UNIT_PREPARER = "unit_preparer", "所属预算单位填报人"
    SECTION_REVIEWER = "section_reviewer", "业务股室审核人"
    PERFORMANCE_REVIEWER = "performance_reviewer", "绩效股审核人"
    ADMINISTRATOR = "administrator", "系统管理员"


class Section(Term):
    """One page of the form: saved as a whole, with a version of its own."""

    OVERVIEW = "overview", "部门概况"
    FINANCE = "finance", "收入与支出"
    PROJECTS = "projects", "项目清单"
    FUNDING = "funding", "项目资金"
    RESULTS = "results", "项目目标与指标"
    GOALS = "goals", "部门总体目标与指标"
    NARRATIVE = "narrative", "组织开展与目标质量"
    RECTIFICATION = "rectification", "问题与整改"
    ATTACHMENTS = "attachments", "附件"

    @property
    def is_per_project(self) -> bool:
        return self in {Section.FUNDING, Section.RESULTS}


class ExemptionState(Term):
    """Whether a department is still let off a check."""

    IN_FORCE = "in_force", "生效中"
    EXPIRED = "expired", "已到期"
    ENDED = "ended", "已终止"


class Completeness(Term):
    """How far a section is (UX 2)."""

    NOT_NEEDED = "not_needed", "无须填写"
    NOT_STARTED = "not_started", "未开始"
    INCOMPLETE = "incomplete", "填报中"
    COMPLETE = "complete", "已完成"
    BLOCKED = "blocked", "暂不能填"


class Severity(Term):
    """Errors stop a submission, warnings need a written explanation, hints need nothing."""

    ERROR = "error", "错误"
    WARNING = "warning", "警告"
    HINT = "hint", "提示"


class Band(Term):
    """The three bands of a qualitative indicator (财预〔2020〕10号, domain §1.3)."""

    ACHIEVED = "achieved", "达成预期指标"
    PARTLY = "partly", "部分达成并具有一定效果"
    NOT_ACHIEVED = "not_achieved", "未达成且效果较差"


class ManagementItem(Term):
    """What the form of a transfer payment asks about the management of its money (domain §3.3)."""

    ALLOCATION = "allocation", "分配科学性"
    TIMELINESS = "timeliness", "下达及时性"
    PAYMENT = "payment", "拨付合规性"
    USE = "use", "使用规范性"
    ACCURACY = "accuracy", "执行准确性"
    PERFORMANCE = "performance", "预算绩效管理情况"
    RESPONSIBILITY = "responsibility", "支出责任履行情况"


class BundleState(Term):
    """How far a ZIP file of many documents is."""

    WORKING = "working", "正在生成"
    READY = "ready", "已完成"
    CANCELLED = "cancelled", "已取消"
    FAILED = "failed", "未能完成"


class DocumentState(Term):
    """One document of such a ZIP file."""

    WAITING = "waiting", "等待"
    DONE = "done", "已生成"
    ABSENT = "absent", "无须生成"  # a form for what the department does not have
    FAILED = "failed", "未能生成"


class NoticeState(Term):
    """Where a rectification notice stands: `label` for the department, `bureau_label` for the bureau."""

    ISSUED = "issued", "待反馈"
    RETURNED = "returned", "退回补充"
    REPLIED = "replied", "已反馈，待确认"
    ACCEPTED = "accepted", "已销号"

    @property
    def bureau_label(self) -> str:
        return _NOTICE_BUREAU_LABELS[self]

    @property
    def awaits_reply(self) -> bool:
        """Whether it is the department's turn."""
        return self in {NoticeState.ISSUED, NoticeState.RETURNED}


_NOTICE_BUREAU_LABELS = {
    NoticeState.ISSUED: "待反馈",
    NoticeState.RETURNED: "退回补充",
    NoticeState.REPLIED: "待确认销号",
    NoticeState.ACCEPTED: "已销号",
}


class NoticeAction(Term):
    """What people do with a rectification notice; the history calls it so."""

    ISSUE = "issue_notice", "下达整改通知"
    SAVE = "save_reply", "暂存整改情况"
    REPLY = "send_reply", "报送整改情况反馈"
    RETURN = "return_reply", "退回补充"
    ACCEPT = "accept_reply", "确认销号"
