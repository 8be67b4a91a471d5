import random

SEED = 444

random.seed(SEED)
print(random.random())
random.seed(SEED)
print("again:", random.random())
print(random.uniform(2.5, 10.0))
print(random.expovariate(1 / 5))
print(random.randrange(10))
print(random.randrange(0, 101, 2))
print(random.choice(["win", "lose", "draw"]))
deck = "ace two three four".split()
random.shuffle(deck)
print(deck)
print(random.sample([10, 20, 30, 40, 50], k=4))
random.seed(SEED)
print([random.randint(0, 10) for _ in range(3)])
