"""What visitors of the made-up shop ask, where they are, and what the bots say."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = (("de", 0.62), ("en", 0.21), ("nl", 0.10), ("fr", 0.07))
CHANNELS = (("web", 0.93), ("whatsapp", 0.07))
CAMPAIGNS: tuple[tuple[str, str, float], ...] = (
    ("", "", 0.58), ("google", "desks", 0.16), ("google", "brand", 0.10),
    ("newsletter", "spring", 0.07), ("linkedin", "office-planning", 0.09),
)  # fmt: skip

SITE = "https://www.marlund.example"
# Tried in order by kpikit on page_url; the last column of PAGES is what they must find.
PAGE_TYPES = (
    ("/pricing", "pricing"), ("/book-a-visit", "demo"), ("/compare/", "comparison"),
    ("/shop/", "product"), ("/help/", "help"), (r"\.example/", "marketing"),
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A page a chat starts on: its path, type, share of chats, and weight in catching leads."""

    path: str
    type: str
    share: float
    catch: float = 1.0


PAGES = (
    (
        Page("/help/delivery", "help", 0.42), Page("/help/assembly", "help", 0.22),
        Page("/help/returns", "help", 0.2), Page("/shop/desks", "product", 0.1),
        Page("/", "marketing", 0.06),
    ),
    (
        Page("/office-planning", "marketing", 0.34, 0.6), Page("/pricing", "pricing", 0.27, 1.7),
        Page("/book-a-visit", "demo", 0.17, 2.0), Page("/compare/leasing", "comparison", 0.12, 1.4),
        Page("/", "marketing", 0.10, 0.5),
    ),
    (
        Page("/shop/desks", "product", 0.36), Page("/shop/chairs", "product", 0.34),
        Page("/shop/lamps", "product", 0.16), Page("/", "marketing", 0.14),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Intent:
    """Something people want: its share of chats, what they write, what the bot answers."""

    name: str
    share: float
    asks: tuple[str, ...]
    answers: tuple[str, ...]


INTENTS = (
    (
        Intent("delivery_status", 0.34,
               ("Where is my desk?", "When does my order arrive?", "The parcel is late again."),
               ("It left our warehouse and arrives on Thursday.", "The carrier has it: two days.")),
        Intent("return_request", 0.20,
               ("I want to send a chair back.", "How do returns work?", "Is the return free?"),
               ("You have 30 days; here is the label.", "Returns are free within 30 days.")),
        Intent("assembly_help", 0.18,
               ("A screw is missing.", "How do I mount the cable tray? <b>hi</b>",
                "The desk wobbles & I followed every step."),
               ("Step 4 of the guide shows it.", "We send the missing part today.")),
        Intent("invoice_copy", 0.12,
               ("I need the invoice again.", "Can you change the address on the invoice?"),
               ("It is in your account under Orders.", "Done, you find it in your account.")),
        Intent("warranty_claim", 0.10,
               ("The armrest broke after a year.", "Does the warranty cover the motor?"),
               ("The frame has five years of warranty.", "Yes, send us a photo of the part.")),
        Intent("change_order", 0.06,
               ("Can I still change the colour?", "Please cancel my order."),
               ("Orders can be changed until they are packed.", "It is cancelled.")),
    ),
    (
        Intent("office_planning", 0.30,
               ("We furnish an office for 40 people.", "Can you plan a meeting room?"),
               ("We plan it for you; how large is the floor?", "Yes, in about six weeks.")),
        Intent("price_request", 0.30,
               ("What do 25 desks cost?", "Is there a volume discount? 5 < 10 desks",
                "Do you lease furniture?"),
               ("From 20 desks on there is a discount.", "Leasing starts at 24 months.")),
        Intent("book_visit", 0.18,
               ("Can someone visit us?", "I would like to see the showroom."),
               ("A planner can come next week.", "The showroom is open on weekdays.")),
        Intent("product_fit", 0.14,
               ("Which desk fits a narrow room?", "Are the chairs tested?"),
               ("The Linea desk starts at 120 cm.", "All chairs pass the usual norm.")),
        Intent("reference_customers", 0.08,
               ("Who else buys from you?", "Do you furnish schools?"),
               ("Offices from ten to four hundred seats.", "Yes, we have furnished several.")),
    ),
    (
        Intent("find_product", 0.38,
               ("I look for a standing desk.", "Which chair for a tall person?"),
               ("These three fit what you describe.", "The Alto chair goes up to 58 cm.")),
        Intent("compare_products", 0.22,
               ("What is the difference between Alto and Lento?", "Oak or birch?"),
               ("Alto has a headrest, Lento has not.", "Birch is lighter, oak is harder.")),
        Intent("stock_check", 0.20,
               ("Is the lamp in stock?", "When is white back?"),
               ("Yes, it ships today.", "White is back in two weeks.")),
        Intent("voucher", 0.12,
               ("My voucher does not work.", "Is there a <i>student</i> discount?"),
               ("It is valid from 80 euros on.", "Yes, with a student card.")),
        Intent("payment_options", 0.08,
               ("Can I pay by invoice?", "Do you take instalments?"),
               ("Invoice and card are possible.", "Yes, in three or six parts.")),
    ),
)  # fmt: skip

# What each bot is there to bring about, and the intents it is tried on (none: on all).
GOALS = (
    ("return_label", ("return_request",)),
    ("visit_booked", ()),
    ("product_found", ("find_product", "compare_products")),
)

GREETING = "Hello, I am the bot of Marlund Workspace. What can I do for you?"
FALLBACKS = ("Sorry, I did not understand that.", "Could you say that in other words?")
HANDOVER = "One moment, I hand you over to a colleague."
FILLER = "Let me check that for you."
FOLLOW_UPS = (
    "And what about the second one?", "Are you sure?", "Thanks, one more question.",
    "I already tried that.", "How long does it take?", "That helps, thank you!",
    'My last order said "ready" twice.',
)  # fmt: skip
TOPICS = ("Delivery", "Return", "Assembly", "Invoice", "Warranty", "Order change", "Other")
