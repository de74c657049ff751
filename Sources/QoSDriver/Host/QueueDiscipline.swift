/// Whether a qdisc looks at a packet's priority (`skb->priority`) where no filter tells it otherwise: net/sched/sch_*.c.
public enum QueuePriority: String, Hashable, Sendable {
    /// The priority's last four bits choose a band.
    case bands
    /// The priority is the handle of one of its classes (`1:10`), or goes to the default class.
    case classes
    /// The priority of a class of its own handle (`8001:2`) chooses a queue; any other is not looked at.
    case ownClasses = "own-classes"
    /// What is below it decides.
    case children
    case none
    /// A qdisc that this program does not know.
    case unknown

    public init(qdisc kind: String) {
        switch kind {
        case "pfifo_fast", "prio", "ets", "mqprio", "taprio": self = .bands
        case "htb", "hfsc", "drr", "qfq": self = .classes
        case "cake", "fq_codel", "sfq": self = .ownClasses
        case "fq": self = .bands
        case "mq", "multiq", "tbf", "netem", "cbs": self = .children
        case "noqueue", "pfifo", "bfifo", "pfifo_head_drop", "codel", "fq_pie", "pie", "red", "sfb", "choke", "hhf",
            "noop":
            self = .none
        default: self = .unknown
        }
    }

    public var text: String {
        switch self {
        case .bands: "bands by priority"
        case .classes: "classes by priority, where it is a class id"
        case .ownClasses: "queues by priority only where it is a class id of its own"
        case .children: "what is below it may look at priority"
        case .none: "does not look at priority"
        case .unknown: "not known here"
        }
    }
}
