import threading

LOCKED = False
ROUNDS = 1

counter = 0
lock = threading.Lock()

def read():
    return counter

def write(value):
    global counter
    counter = value

def change():
    seen = read()
    write(seen + 1)

def add():
    for _ in range(ROUNDS):
        if LOCKED:
            with lock:
                change()
        else:
            change()

threads = [threading.Thread(target=add) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("counter is", counter)
