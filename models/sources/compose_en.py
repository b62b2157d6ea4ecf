"""English sentence patterns of the labelled sample; same form as compose_zh.py."""

SLOTS = {
    "goods": ["kettle", "toaster", "jacket", "pram", "laptop", "coffee machine", "sofa", "headset", "fridge", "backpack", "watch",
              "vacuum cleaner", "tent", "printer", "mattress"],
    "who": ["agent", "driver", "receptionist", "engineer", "cashier", "manager", "courier", "adviser", "nurse"],
    "app": ["app", "website", "customer portal", "booking page", "dashboard", "mobile banking", "checkout", "till system"],
    "func": ["log in", "pay", "upload a file", "open an invoice", "change my address", "book a slot", "print a label", "reset my password"],
    "days": ["three days", "a week", "two weeks", "ten days", "nearly a month", "five days"],
    "times": ["three times", "twice", "four times", "again and again"],
    "money": ["15 pounds", "$40", "120 euros", "9.99", "80 dollars", "250 pounds"],
    "thing": ["subscription", "policy", "contract", "membership", "flight", "booking", "loan", "broadband", "order"],
    "when": ["yesterday", "this morning", "last Friday", "on Monday", "last night"],
    "place": ["store", "branch", "warehouse", "hotel", "clinic", "station"],
    "feature": ["dark mode", "a bigger font", "bulk export", "offline maps", "an order history", "a gluten free filter", "fingerprint login",
                "calendar sync", "a wheelchair ramp", "more chargers", "a quiet carriage"],
    "end": ["", ".", ".", "!", "!!", " please sort this out.", " Not happy."],
    "calm": ["", ".", " thanks", " Thanks.", " please."],
}

P = []


def add(category, kind, sentiment, emotion, intensity, sensitive, *texts):
    for t in texts:
        P.append((category, kind, sentiment, emotion, intensity, sensitive, t))


add("complaint", "logistics", "negative", "anxious", 1, "",
    "My {goods} was due {when} and still has not arrived{end}", "The parcel says delivered but I never received it{end}",
    "Courier left the box in the rain and the {goods} is soaked{end}", "No scan of my parcel for {days}{end}",
    "Package lost, and the carrier keeps telling me to wait{end}", "I stayed home all day {when} and nobody delivered the {goods}{end}",
    "It has been {days} and you have not even shipped my order{end}", "The box arrived crushed with half of the items missing{end}",
    "{who} dropped my parcel at the wrong house{end}")
add("complaint", "product", "negative", "disappointed", 1, "",
    "The {goods} broke after {days}{end}", "Colour is nothing like the photo and the fabric feels cheap{end}",
    "Battery of the {goods} dies within an hour, not as advertised{end}", "Second replacement {goods} and the same fault{end}",
    "The {goods} smells of burnt plastic and the finish is awful{end}", "Food was cold, stale and tasteless{end}",
    "Poor quality {goods}, seams came apart on the first day{end}", "Brilliant, a {goods} that cannot do the one thing it is made for{end}",
    "Well done on the redesign, now I need five taps instead of one{end}", "The new version took away the feature I paid for{end}",
    "Size is completely wrong, waste of money{end}")
add("complaint", "service", "negative", "angry", 2, "",
    "The {who} was rude and hung up on me{end}", "I have called {times} and nobody ever gets back to me{end}",
    "I was promised a reply within a day, it has been {days}{end}", "Your chatbot goes in circles and there is no way to reach a human{end}",
    "I have been passed between departments {times}{end}", "You keep closing my ticket without solving anything{end}",
    "No heating in our room for {days} and the {who} just shrugged{end}", "The {who} did not turn up for the appointment{end}",
    "Still waiting for my refund after {days}{end}", "You cancelled my {thing} without telling me{end}",
    "I unsubscribed {times} and the marketing calls go on{end}", "Staff ignored us for forty minutes at the {place}{end}",
    "They sent me the wrong {goods} and want me to pay the return{end}", "Worst customer service ever, nobody takes responsibility{end}",
    "Great, another copy and paste answer from support{end}", "My name is misspelt on the {thing} again, how hard can it be{end}")
add("complaint", "price", "negative", "angry", 2, "",
    "I was charged {money} after I cancelled the {thing}{end}", "You took {money} for a {thing} I never ordered, refund it{end}",
    "Hidden fees everywhere, {money} more than the price shown{end}", "New customers pay {money} less than me, so much for loyalty{end}",
    "The price went up by {money} without any notice{end}", "The discount code was not applied and I paid {money} too much{end}",
    "My deposit of {money} has not been returned{end}", "{money} for a ten minute repair is a rip off{end}",
    "The same {thing} is cheaper on another site, this is unfair{end}", "The bill doubled for no reason{end}", "Auto renewal took {money} with no reminder{end}")
add("malfunction", "", "negative", "anxious", 2, "",
    "The {app} crashes every time I try to {func}{end}", "Cannot {func} since {when}, it just shows an error{end}",
    "None of our staff can {func}, the whole {place} is standing still{end}", "All my saved files disappeared after the update{end}",
    "Payment failed but the money left my account{end}", "The {app} is down and we have customers waiting{end}",
    "I was billed two times because the {app} froze{end}", "Everyone in the office lost access {when}{end}",
    "The sync wiped all records of {when}{end}", "Verification code never arrives so I cannot {func}{end}", "Internet has been out for {days}{end}",
    "{app} stuck on a white screen, reinstalling did not help{end}")
add("malfunction", "", "neutral", "calm", 0, "",
    "The {app} shows the wrong date, otherwise fine{calm}", "Icons overlap on the {app} when the text is large{calm}",
    "One button of the {goods} does not respond, the others do{calm}", "The French version still has some English labels{calm}",
    "The export has one column with strange characters{calm}", "A typo in the title of the {app}, nothing serious{calm}",
    "The screen flickers now and then, a restart helps{calm}", "The ticket machine at the {place} does not take coins{calm}")
add("inquiry", "", "neutral", "calm", 0, "",
    "How do I {func}?", "What time does the {place} open on Sunday?", "Can I transfer my {thing} to my wife?", "Where can I download the receipt?",
    "Is the {goods} available in blue?", "How long does a refund take?", "Do you deliver to Ireland?", "What documents do I need for the {thing}?",
    "Could you tell me what the charge of {money} is for?", "Please change the phone number on my account{calm}", "Is there parking at the {place}?",
    "I moved house, can you update the address of my {thing}?", "When will my order be shipped?", "Do you have vacancies for drivers?",
    "Which plan includes roaming?", "I'd like to change my appointment to Friday, is that possible?", "Can I return the {goods} without the box?",
    "I write for a trade magazine, is there a press kit?", "Is the branch next to the court open today?",
    "I study law, may I quote your terms in my thesis?", "Does the warranty cover accidental damage?", "How do I file a complaint form for a friend?",
    "What is the difference between the two memberships?", "The order has not left yet, can I still add an item?")
add("suggestion", "", "neutral", "calm", 0, "",
    "Please add {feature}{calm}", "It would be nice to have {feature}{calm}", "I suggest adding {feature} to the {app}{calm}",
    "Could you offer {feature}? It would help a lot{calm}", "You should let us sort by date{calm}", "Would love to see {feature} in the next release{calm}",
    "Maybe put a bench outside the {place}{calm}", "Consider smaller packaging for the {goods}{calm}", "Feature request: {feature}{calm}",
    "My idea: send a text when the {who} is ten minutes away{calm}", "The menu could mention nuts and milk, for people with allergies{calm}")
add("suggestion", "", "positive", "satisfied", 1, "", "Love the {app}, {feature} would make it perfect{calm}", "Great service, only {feature} is missing{calm}")
add("other", "", "positive", "grateful", 2, "",
    "The {who} was fantastic and fixed it in minutes{calm}", "Thank you, the {goods} is perfect and came early", "Brilliant service at the {place}, thanks to the {who}",
    "No problems at all, very happy with the {thing}", "Just to say well done, the {who} stayed late to help me", "I have nothing to complain about, lovely stay",
    "All sorted now, you can close this, thank you", "The bot answered right away, impressive", "Five stars, will buy again", "Expected a fight over the refund, got it in a day, great")
add("other", "", "neutral", "calm", 0, "",
    "We offer SEO services at low prices, contact us", "Erase my personal data from your systems and confirm{calm}", "Subject access request: what information is stored on me{calm}",
    "I withdraw my consent to marketing{calm}", "As discussed, my new contact details are below", "Hello", "test", "We manufacture {goods} parts and look for partners",
    "Here are the documents you asked for", "Reach me by mail or phone in the afternoon, as agreed")
add("complaint", "service", "negative", "angry", 3, "lawsuit", "My lawyer will contact you if this is not settled{end}", "I will take you to court{end}",
    "Legal action follows on Monday, my attorney has the papers{end}", "I am going to sue{end}", "See you in small claims court{end}")
add("complaint", "service", "negative", "angry", 3, "regulator", "I reported you to the regulator{end}", "Trading standards will hear about this{end}",
    "The financial regulator has my case now{end}", "Complaint filed with the consumer protection office{end}")
add("complaint", "service", "negative", "angry", 3, "media", "I will go to the newspapers with this{end}", "A journalist is very interested in my story about you{end}",
    "I am posting all of this online so everyone can see{end}")
add("complaint", "price", "negative", "angry", 3, "collective", "There are 200 of us and we are preparing a class action{end}", "All tenants are going to claim together{end}",
    "Dozens of us were hit and we have formed an action group{end}")
add("complaint", "service", "negative", "anxious", 3, "fraud", "Someone used my card, I did not make these payments{end}", "This is a scam, the seller took {money} and vanished{end}",
    "Unauthorised transactions on my account {when}, block it{end}", "Your adviser lied to sell me the {thing}, that is fraud{end}")
add("complaint", "product", "negative", "anxious", 3, "safety", "The {goods} caught fire on the table{end}", "I cut my hand on the {goods}, it needed stitches{end}",
    "My son was burned by your {goods}{end}", "Found glass in the soup{end}", "We all got food poisoning after dinner at your place{end}", "The {goods} gave me an electric shock{end}",
    "The ladder collapsed and I broke my arm{end}")
add("complaint", "service", "negative", "angry", 3, "privacy", "Your letter to me contained the bank statement of somebody else{end}", "You leaked my data, strangers call me about my {thing}{end}",
    "The {who} read my medical details aloud to the whole {place}{end}", "Who gave my address to a third party{end}")
add("complaint", "service", "negative", "agitated", 3, "self_harm", "I can't go on, these calls make me want to end my life{end}", "I feel like killing myself because of this debt{end}")
add("complaint", "service", "negative", "agitated", 3, "violence", "I will come over and smash your office{end}", "The {who} threatened to hit me{end}")
add("complaint", "service", "negative", "angry", 3, "discrimination", "They refused to serve me because of my skin colour{end}", "Wheelchair users are not let in, this is discrimination{end}",
    "The {who} mocked my accent and sent me away{end}")
